import type { EpochMinute } from "../../src/schedule/cron.ts";
import { parseIsoMinute } from "../next/iso-minute.ts";
import { UsageError } from "./usage-error.ts";

/** The minute that `--from` names; `nowMinute` where it is left out. */
export function startMinute(from: string | undefined, nowMinute: EpochMinute): EpochMinute {
  const minute = from === undefined ? nowMinute : parseIsoMinute(from);
  if (minute === null) throw new UsageError(`--from \`${from}\` is no date: write one such as 2026-11-24.`);
  return minute;
}
