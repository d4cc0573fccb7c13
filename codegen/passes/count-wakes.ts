import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { epochDayOf, MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { matches } from "../../src/schedule/cron.ts";
import { isDue } from "../../src/schedule/due.ts";
import { minutesOfDay } from "../cron/cron-times.ts";
import { canonicalCron, cronOf } from "../cron/normalize-cron.ts";
import { isPlain } from "./lower-to-utc.ts";

/** Counted over a year that is no leap year and lies in the compiled zone data; fixed, so that the figures don't change by waiting. */
const firstDay = epochDayOf(2027, 1, 1);
const dayCount = 365;

/** How often a trigger wakes the Worker, and how often of that nothing is due. */
export interface WakeCount {
  readonly wakesPerDay: number;
  readonly sparePerDay: number;
}

/** Counts the wakes of a trigger, a day on average, for the rules of the jobs that it wakes. */
export function countWakes(cron: string, rules: readonly ScheduleRule[], almanac: Almanac): WakeCount {
  const distinct = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  const parsed = cronOf(cron);
  // A rule that is this very expression is due at each of its wakes.
  const isExact = distinct.some((rule) => isPlain(rule) && canonicalCron(rule.cron) === canonicalCron(cron));
  const minutes = minutesOfDay(parsed);
  const [first = 0] = minutes;
  let wakes = 0;
  let spare = 0;
  for (let day = firstDay; day < firstDay + dayCount; day += 1) {
    if (!matches(parsed, day * MINUTES_PER_DAY + first)) continue;
    wakes += minutes.length;
    if (!isExact)
      spare += minutes.filter((minute) => !isDue(distinct, day * MINUTES_PER_DAY + minute, almanac)).length;
  }
  return { wakesPerDay: wakes / dayCount, sparePerDay: spare / dayCount };
}
