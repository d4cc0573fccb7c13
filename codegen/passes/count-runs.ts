import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { epochDayOf, MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { matches } from "../../src/schedule/cron.ts";
import { holdsDay } from "../../src/schedule/due.ts";
import { offsetAt } from "../../src/schedule/zone.ts";
import { minutesOfDay } from "../cron/cron-times.ts";
import { cronOf } from "../cron/normalize-cron.ts";

/** Counted over a year that is no leap year and lies in the compiled zone data; fixed, so that the figures don't change by waiting. */
const firstDay = epochDayOf(2027, 1, 1);
const dayCount = 365;
const firstMinute = firstDay * MINUTES_PER_DAY;
const utc = { first: 0, changes: [] };

/** What an environment runs, a number for each day of the year, in UTC. */
export interface RunCount {
  /** A minute of a job is one run, however many of its rules name it. */
  readonly runs: readonly number[];
  /** Minutes at which at least one job is due. */
  readonly dueMinutes: readonly number[];
}

/**
 * Counts the runs of jobs, given by their rules, and the minutes that hold any. On the two days a year on which the
 * clocks of a zone change, its times count by one offset: that moves a run, and seldom takes or adds one.
 */
export function countRuns(schedules: readonly (readonly ScheduleRule[])[], almanac: Almanac): RunCount {
  // For each minute of the year the number of the schedule that was due there last, from 1: so one pass over the
  // schedules sees what two rules name, and what two jobs do.
  const dueLast = new Int32Array(dayCount * MINUTES_PER_DAY);
  const runsOf = new Map<string, readonly number[]>();
  const runs = noneOnAnyDay();
  const dueMinutes = noneOnAnyDay();
  const countSchedule = (rules: readonly ScheduleRule[], number: number): readonly number[] => {
    const counts = noneOnAnyDay();
    const visit = (minute: number): void => {
      const last = dueLast[minute];
      // Minutes of the years beside this one are not in the array.
      if (last === undefined || last === number) return;
      dueLast[minute] = number;
      const day = Math.floor(minute / MINUTES_PER_DAY);
      addTo(counts, day, 1);
      if (last === 0) addTo(dueMinutes, day, 1);
    };
    for (const rule of rules) visitMinutes(rule, almanac, visit);
    return counts;
  };
  for (const rules of schedules) {
    const key = JSON.stringify(rules);
    const counts = runsOf.get(key) ?? countSchedule(rules, runsOf.size + 1);
    runsOf.set(key, counts);
    counts.forEach((count, day) => addTo(runs, day, count));
  }
  return { runs, dueMinutes };
}

function noneOnAnyDay(): number[] {
  return Array<number>(dayCount).fill(0);
}

function addTo(counts: number[], day: number, more: number): void {
  counts[day] = (counts[day] ?? 0) + more;
}

/** Visits the minutes, counted from the year's first, at which a rule is due: all of the year's and some beside it. */
function visitMinutes(rule: ScheduleRule, almanac: Almanac, visit: (minute: number) => void): void {
  const { carryDays = 0, fromMinute = -Infinity, untilMinute = Infinity } = rule;
  const cron = cronOf(rule.cron);
  const times = minutesOfDay(cron);
  const [anyTime = 0] = times;
  const zone = rule.zone === undefined ? utc : almanac.zones[rule.zone];
  if (!zone) throw new Error(`the almanac lacks the zone ${rule.zone}`);
  for (let day = firstDay - 2; day <= firstDay + dayCount; day += 1) {
    if (!matches(cron, day * MINUTES_PER_DAY + anyTime) || !holdsDay(rule, day, almanac)) continue;
    const midnight = (day + carryDays) * MINUTES_PER_DAY;
    const toUtc = midnight - offsetAt(zone, midnight);
    for (const time of times) {
      const local = midnight + time;
      if (fromMinute <= local && local <= untilMinute) visit(toUtc + time - firstMinute);
    }
  }
}
