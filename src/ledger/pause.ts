import type { Job } from "../job-map.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import type { LivePause } from "./protocol.ts";

/** Why a job does not run at a minute, by the file or by a live pause; null where it does. */
export function pausedBecause(
  job: Pick<Job, "pause">,
  pauses: readonly LivePause[],
  minute: EpochMinute,
): string | null {
  return filePausedBecause(job, minute) ?? livePausedBecause(pauses, minute);
}

/** Why the file says that a job does not run at a minute; null where it says nothing. */
export function filePausedBecause({ pause }: Pick<Job, "pause">, minute: EpochMinute): string | null {
  if (pause === undefined || (pause.untilMinute !== undefined && minute >= pause.untilMinute)) return null;
  return `paused by schedules.yaml: ${pause.reason}`;
}

/**
 * The same of a live pause. One that was ended covers what was due before its end.
 * @param now with which a pause that is in force (epoch ms) also holds what was due before it began
 */
export function livePausedBecause(
  pauses: readonly LivePause[],
  minute: EpochMinute,
  now?: number,
): string | null {
  const pause = livePauseAt(pauses, minute) ?? (now === undefined ? null : currentPause(pauses, now));
  return pause === null ? null : `paused by ${pause.by}: ${pause.reason}`;
}

/** The live pause that is in force at an instant (epoch ms); null where there is none. */
export function currentPause(pauses: readonly LivePause[], now: number): LivePause | null {
  return pauses.find(({ until }) => until === null || now < until) ?? null;
}

/** When the pauses that are in force end by themselves: the first such minute, in epoch ms; null where none does. */
export function pauseEnd(
  { pause }: Pick<Job, "pause">,
  pauses: readonly LivePause[],
  now: number,
): number | null {
  const inFile = (pause?.untilMinute ?? 0) * MINUTE_MS;
  const live = currentPause(pauses, now)?.until ?? 0;
  const ends = [inFile, live].filter((at) => at > now);
  return ends.length === 0 ? null : Math.ceil(Math.max(...ends) / MINUTE_MS) * MINUTE_MS;
}

/** The live pause in which a minute lies; null where there is none. */
function livePauseAt(pauses: readonly LivePause[], minute: EpochMinute): LivePause | null {
  const at = minute * MINUTE_MS;
  // A minute that had begun when the pause did is in it: its tick may still come.
  return pauses.find(({ since, until }) => at > since - MINUTE_MS && (until === null || at < until)) ?? null;
}
