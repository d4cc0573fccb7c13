import type { Almanac } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { nextDue } from "../../src/schedule/next-due.ts";
import { endOfPause } from "../next/pause.ts";
import type { ResolvedJob } from "../resolved.ts";

/** When a job runs by its schedule in `from` to `until`, the end exclusive, ascending: not while it is paused, never where it is not enabled. */
export function runMinutes(
  { schedule, settings, pause }: Pick<ResolvedJob, "schedule" | "settings" | "pause">,
  almanac: Almanac,
  from: EpochMinute,
  until: EpochMinute,
): EpochMinute[] {
  const minutes: EpochMinute[] = [];
  const start = settings.enabled ? Math.max(from, endOfPause(pause)) : Infinity;
  let minute = start < until ? nextDue(schedule, start - 1, almanac) : null;
  while (minute !== null && minute < until) {
    minutes.push(minute);
    minute = nextDue(schedule, minute, almanac);
  }
  return minutes;
}

/** Text that is equal where, and mostly only where, the runs are: what the schedule says, the dates that it names, what holds it back. */
export function runsKey({ schedule, settings, pause }: ResolvedJob, { dates }: Almanac): string {
  const names = new Set(schedule.flatMap(({ except = [], only = [] }) => [...except, ...only]));
  const named = [...names].toSorted().map((name) => [name, dates[name]]);
  return JSON.stringify([schedule, named, settings.enabled, pause?.untilMinute, pause === null]);
}
