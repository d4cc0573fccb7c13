import type { ScheduleRule } from "../../src/job-map.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { nextAfter } from "../../src/schedule/cron.ts";
import { cronOf } from "../cron/normalize-cron.ts";

/** The next `count` minutes (UTC, since 1970) after `after`, exclusive, at which any of the rules holds; fewer when there are no more. */
export function nextRuns(rules: readonly ScheduleRule[], after: EpochMinute, count: number): EpochMinute[] {
  const crons = rules.map(({ cron, carryDays = 0 }) => ({
    cron: cronOf(cron),
    carry: carryDays * MINUTES_PER_DAY,
  }));
  const runs: EpochMinute[] = [];
  let last = after;
  while (runs.length < count) {
    let next = Infinity;
    for (const { cron, carry } of crons) {
      const minute = nextAfter(cron, last - carry);
      if (minute !== null && minute + carry < next) next = minute + carry;
    }
    if (next === Infinity) break;
    runs.push(next);
    last = next;
  }
  return runs;
}
