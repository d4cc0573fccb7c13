import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { nextDue } from "../../src/schedule/next-due.ts";

/** The next `count` minutes (UTC, since 1970) after `after`, exclusive, at which any of the rules holds; fewer when there are no more. */
export function nextRuns(
  rules: readonly ScheduleRule[],
  almanac: Almanac,
  after: EpochMinute,
  count: number,
): EpochMinute[] {
  const runs: EpochMinute[] = [];
  let last: EpochMinute | null = after;
  while (runs.length < count) {
    last = nextDue(rules, last, almanac);
    if (last === null) break;
    runs.push(last);
  }
  return runs;
}
