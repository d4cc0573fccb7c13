import type { FilePause } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { dateTimeText } from "../cron/describe-rule.ts";

/** The first minute that a pause leaves alone: -Infinity without one, Infinity where it says no end. */
export function endOfPause(pause: FilePause | null): EpochMinute {
  return pause ? (pause.untilMinute ?? Infinity) : -Infinity;
}

/** `, paused until 2026-12-01 09:00 UTC`, to be put behind what else is said of a job; nothing for one that runs at `minute`. */
export function pauseText(pause: FilePause | null, minute: EpochMinute): string {
  const end = endOfPause(pause);
  if (end <= minute) return "";
  return end === Infinity ? ", paused" : `, paused until ${dateTimeText(end)} UTC`;
}
