import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { epochDayOf, MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { matches } from "../../src/schedule/cron.ts";
import { holdsDay } from "../../src/schedule/due.ts";
import { minutesOfDay } from "../cron/cron-times.ts";
import { cronOf } from "../cron/normalize-cron.ts";
import { restrictsDates } from "./lower-to-utc.ts";

/**
 * Checks look at these days, each rule's on its own clock: four years hold every kind of day that a schedule can name but the years
 * that are no leap years at the turn of a century. Fixed, as what the compiler says depends on the file alone.
 */
const firstDay = epochDayOf(2026, 1, 1);
const dayCount = 4 * 365 + 1;
const allMonths = 0xfff;

/** Minutes of a day at which a rule runs, and the days on which it does. */
interface RuleTimes {
  readonly minutes: readonly number[];
  readonly isEveryDay: boolean;
  /** Whether it runs on a day, counted from `firstDay`; on the first or last of a window perhaps not all its minutes. */
  readonly runsOn: (day: number) => boolean;
  /** First and last minute of its window, since 1970. */
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** By almanac, as names of dates mean something else in another. */
const timesOf = new WeakMap<Almanac, Map<string, RuleTimes>>();

function ruleTimes(rule: ScheduleRule, almanac: Almanac): RuleTimes {
  const carryDays = rule.carryDays ?? 0;
  const key = JSON.stringify(rule);
  const known = timesOf.get(almanac) ?? new Map<string, RuleTimes>();
  timesOf.set(almanac, known);
  let times = known.get(key);
  if (!times) {
    const cron = cronOf(rule.cron);
    const minutes = minutesOfDay(cron);
    const isEveryDay =
      cron.dayOfMonth.kind === "any" &&
      cron.dayOfWeek.kind === "any" &&
      cron.months === allMonths &&
      !restrictsDates(rule);
    const [first = 0] = minutes;
    const runsOn = (day: number) => {
      const written = firstDay + day - carryDays;
      return (
        isEveryDay || (matches(cron, written * MINUTES_PER_DAY + first) && holdsDay(rule, written, almanac))
      );
    };
    const { fromMinute = -Infinity, untilMinute = Infinity } = rule;
    times = { minutes, isEveryDay, runsOn, fromMinute, untilMinute };
    known.set(key, times);
  }
  return times;
}

/** Least time between two runs in milliseconds, changes of the clocks apart; null where there are not two. */
export function shortestPeriodMs(rules: readonly ScheduleRule[], almanac: Almanac): number | null {
  const key = JSON.stringify(rules);
  const known = periodsOf.get(almanac) ?? new Map<string, number | null>();
  periodsOf.set(almanac, known);
  let period = known.get(key);
  if (period === undefined) {
    period = findShortestPeriod(rules.map((rule) => ruleTimes(rule, almanac)));
    known.set(key, period);
  }
  return period;
}

const periodsOf = new WeakMap<Almanac, Map<string, number | null>>();

function findShortestPeriod(times: readonly RuleTimes[]): number | null {
  const minutesOf = new Map<string, readonly number[]>();
  let shortest = Infinity;
  let previous = -Infinity;
  // Two days show the gap over midnight where every day is like the other.
  const days = times.every(({ isEveryDay }) => isEveryDay) ? 2 : dayCount;
  for (let day = 0; day < days; day += 1) {
    const active = times.filter(({ runsOn }) => runsOn(day));
    if (active.length === 0) continue;
    const key = active.map((each) => times.indexOf(each)).join();
    let minutes = minutesOf.get(key);
    if (!minutes) {
      minutes = [...new Set(active.flatMap((each) => each.minutes))].toSorted((a, b) => a - b);
      minutesOf.set(key, minutes);
      for (const [index, minute] of minutes.entries()) {
        shortest = Math.min(shortest, minute - (minutes[index - 1] ?? -Infinity));
      }
    }
    shortest = Math.min(shortest, day * MINUTES_PER_DAY + (minutes[0] ?? 0) - previous);
    previous = day * MINUTES_PER_DAY + (minutes.at(-1) ?? 0);
  }
  return Number.isFinite(shortest) ? shortest * 60_000 : null;
}

/**
 * First minute (since 1970, on the clock that both are written for) at which both sets of rules run; null where there
 * is none in four years. Rules of different zones are not compared.
 */
export function firstCommonMinute(
  a: readonly ScheduleRule[],
  b: readonly ScheduleRule[],
  almanac: Almanac,
): number | null {
  const common = a.flatMap((left) =>
    b
      .filter(({ zone }) => zone === left.zone)
      .map((right) => commonMinute(ruleTimes(left, almanac), ruleTimes(right, almanac))),
  );
  return common.reduce(
    (first, each) => (first === null || (each !== null && each < first) ? each : first),
    null,
  );
}

function commonMinute(left: RuleTimes, right: RuleTimes): number | null {
  const ofRight = new Set(right.minutes);
  const minutes = left.minutes.filter((minute) => ofRight.has(minute));
  const from = Math.max(left.fromMinute, right.fromMinute);
  const until = Math.min(left.untilMinute, right.untilMinute);
  if (minutes.length === 0 || from > until) return null;
  for (let day = 0; day < dayCount; day += 1) {
    if (!left.runsOn(day) || !right.runsOn(day)) continue;
    const midnight = (firstDay + day) * MINUTES_PER_DAY;
    const minute = minutes.find((each) => from <= midnight + each && midnight + each <= until);
    if (minute !== undefined) return midnight + minute;
  }
  return null;
}
