import type { ScheduleRule } from "../src/job-map.ts";
import { epochDayOf } from "../src/schedule/civil.ts";
import type { Cron } from "../src/schedule/cron.ts";
import { matches } from "../src/schedule/cron.ts";
import { cronOf } from "./cron/normalize-cron.ts";

const minutesADay = 1440;

/**
 * Checks look at these days, in UTC: four years hold every kind of day that a schedule can name but the years
 * that are no leap years at the turn of a century. Fixed, as what the compiler says depends on the file alone.
 */
const firstDay = epochDayOf(2026, 1, 1);
const dayCount = 4 * 365 + 1;
const allMonths = 0xfff;

/** Minutes of a day at which a rule runs, and the days on which it does. */
interface RuleTimes {
  readonly minutes: readonly number[];
  readonly isEveryDay: boolean;
  /** Whether it runs on a day, counted from `firstDay`. */
  readonly runsOn: (day: number) => boolean;
}

const timesOf = new Map<string, RuleTimes>();

function ruleTimes(rule: ScheduleRule): RuleTimes {
  const carryDays = rule.carryDays ?? 0;
  const key = `${rule.cron}+${carryDays}`;
  let times = timesOf.get(key);
  if (!times) {
    const cron = cronOf(rule.cron);
    const minutes = minutesOfDay(cron);
    const isEveryDay =
      cron.dayOfMonth.kind === "any" && cron.dayOfWeek.kind === "any" && cron.months === allMonths;
    const [first = 0] = minutes;
    const runsOn = (day: number) =>
      isEveryDay || matches(cron, (firstDay + day - carryDays) * minutesADay + first);
    times = { minutes, isEveryDay, runsOn };
    timesOf.set(key, times);
  }
  return times;
}

function minutesOfDay({ minutesLow, minutesHigh, hours }: Cron): number[] {
  const isSet = (minute: number) =>
    ((minute < 32 ? minutesLow >>> minute : minutesHigh >>> (minute - 32)) & 1) === 1;
  return Array.from({ length: minutesADay }, (_, index) => index).filter(
    (index) => ((hours >>> Math.floor(index / 60)) & 1) === 1 && isSet(index % 60),
  );
}

/** Least time between two runs in milliseconds; null where there are not two. */
export function shortestPeriodMs(rules: readonly ScheduleRule[]): number | null {
  const key = rules.map(({ cron, carryDays }) => `${cron}+${carryDays ?? 0}`).join("|");
  let period = periods.get(key);
  if (period === undefined) {
    period = findShortestPeriod(rules);
    periods.set(key, period);
  }
  return period;
}

const periods = new Map<string, number | null>();

function findShortestPeriod(rules: readonly ScheduleRule[]): number | null {
  const times = rules.map(ruleTimes);
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
    shortest = Math.min(shortest, day * minutesADay + (minutes[0] ?? 0) - previous);
    previous = day * minutesADay + (minutes.at(-1) ?? 0);
  }
  return Number.isFinite(shortest) ? shortest * 60_000 : null;
}

/** First UTC minute (since 1970) at which both sets of rules run; null where there is none in four years. */
export function firstCommonMinute(a: readonly ScheduleRule[], b: readonly ScheduleRule[]): number | null {
  let first: number | null = null;
  for (const left of a.map(ruleTimes)) {
    for (const right of b.map(ruleTimes)) {
      const minutes = new Set(right.minutes);
      const minute = left.minutes.find((each) => minutes.has(each));
      if (minute === undefined) continue;
      const day = firstCommonDay(left, right);
      if (day === null) continue;
      const common = (firstDay + day) * minutesADay + minute;
      first = Math.min(first ?? common, common);
    }
  }
  return first;
}

function firstCommonDay(left: RuleTimes, right: RuleTimes): number | null {
  for (let day = 0; day < dayCount; day += 1) {
    if (left.runsOn(day) && right.runsOn(day)) return day;
  }
  return null;
}
