import { assertNever } from "../assert-never.ts";
import { firstBitFrom, hasBit, lastBitTo } from "./bits.ts";
import {
  dayOfMinute,
  firstDayOf,
  LAST_MONTH,
  MINUTES_PER_DAY,
  monthOf,
  weekdayOf,
  type EpochDay,
  type EpochMinute,
  type EpochMonth,
} from "./civil.ts";
import type { Cron, DayRule } from "./cron-model.ts";
import { matchingDays } from "./month-days.ts";

/*
 * Minutes and hours are searched in bit masks, days in the bit mask of a whole month. Between months
 * only those of the month field are visited. A satisfiable expression matches within 40 years (29
 * February on a certain weekday, across 2100), so a search looks at 480 months at most.
 */

/** 9999-12-31T23:59Z; later instants are not searched. */
const LAST_MINUTE: EpochMinute = firstDayOf(LAST_MONTH + 1) * MINUTES_PER_DAY - 1;
const FEBRUARY = 1 << 1;
/** April, June, September, November. */
const MONTHS_OF_30_DAYS = (1 << 3) | (1 << 5) | (1 << 8) | (1 << 10);

/** Whether the expression matches at this minute of UTC, 1970 to 9999. */
export function matches(cron: Cron, minute: EpochMinute): boolean {
  if (!(minute >= 0 && minute <= LAST_MINUTE)) return false;
  const day = dayOfMinute(minute);
  const minuteOfDay = minute - day * MINUTES_PER_DAY;
  if (nextMinuteOfDay(cron, minuteOfDay) !== minuteOfDay) return false;
  const { month, firstDay, length } = monthAround(day);
  if (!hasBit(cron.months, month % 12)) return false;
  return hasBit(matchingDays(cron, weekdayOf(firstDay), length), day - firstDay);
}

interface Month {
  readonly month: EpochMonth;
  readonly firstDay: EpochDay;
  readonly length: number;
}

/** Many expressions are asked of one minute, and one of many minutes: the month is nearly always the one of the last time. */
let lastMonth: Month = { month: 0, firstDay: 0, length: 31 };

function monthAround(day: EpochDay): Month {
  if (day < lastMonth.firstDay || day >= lastMonth.firstDay + lastMonth.length) {
    const month = monthOf(day);
    const firstDay = firstDayOf(month);
    lastMonth = { month, firstDay, length: firstDayOf(month + 1) - firstDay };
  }
  return lastMonth;
}

/** The first match after `minute`, without `minute` itself; null where there is none up to the end of 9999. */
export function nextAfter(cron: Cron, minute: EpochMinute): EpochMinute | null {
  const from = Math.max(minute + 1, 0);
  if (!canEverMatch(cron) || !(from <= LAST_MINUTE)) return null;
  const day = dayOfMinute(from);
  let month = monthOf(day);
  let firstDay = firstDayOf(month);
  let days = daysIn(cron, month, firstDay);
  if (hasBit(days, day - firstDay)) {
    const minuteOfDay = nextMinuteOfDay(cron, from - day * MINUTES_PER_DAY);
    if (minuteOfDay >= 0) return day * MINUTES_PER_DAY + minuteOfDay;
  }
  let index = firstBitFrom(days, day - firstDay + 1);
  while (index < 0) {
    month = nextMonth(cron, month);
    if (month > LAST_MONTH) return null;
    firstDay = firstDayOf(month);
    days = daysIn(cron, month, firstDay);
    index = firstBitFrom(days, 0);
  }
  return (firstDay + index) * MINUTES_PER_DAY + nextMinuteOfDay(cron, 0);
}

/** The last match before `minute`, without `minute` itself; null where there is none since 1970. */
export function previousBefore(cron: Cron, minute: EpochMinute): EpochMinute | null {
  const to = Math.min(minute - 1, LAST_MINUTE);
  if (!canEverMatch(cron) || !(to >= 0)) return null;
  const day = dayOfMinute(to);
  let month = monthOf(day);
  let firstDay = firstDayOf(month);
  let days = daysIn(cron, month, firstDay);
  if (hasBit(days, day - firstDay)) {
    const minuteOfDay = previousMinuteOfDay(cron, to - day * MINUTES_PER_DAY);
    if (minuteOfDay >= 0) return day * MINUTES_PER_DAY + minuteOfDay;
  }
  let index = day > firstDay ? lastBitTo(days, day - firstDay - 1) : -1;
  while (index < 0) {
    month = previousMonth(cron, month);
    if (month < 0) return null;
    firstDay = firstDayOf(month);
    days = daysIn(cron, month, firstDay);
    index = lastBitTo(days, 31);
  }
  return (firstDay + index) * MINUTES_PER_DAY + previousMinuteOfDay(cron, MINUTES_PER_DAY - 1);
}

/**
 * Whether there is any instant at which the expression matches; false for `0 0 31 2 *`. Decided
 * without a search: only a day of month that all the named months are too short for never comes, as
 * a weekday, even a fifth one, comes in every month of some year.
 */
export function canEverMatch(cron: Cron): boolean {
  return cron.dayOfWeek.kind !== "any" || monthLengthNeeded(cron.dayOfMonth) <= longestMonth(cron.months);
}

/** The days that a month must have for the rule to find one in it. */
function monthLengthNeeded(rule: DayRule): number {
  switch (rule.kind) {
    case "days":
      return firstBitFrom(rule.days, 0) + 1;
    case "last":
    case "lastWeekday":
      return rule.daysBefore + 1;
    case "nearestWeekday":
      return rule.day.value;
    case "any":
    case "weekdays":
    case "lastOfMonth":
    case "nthOfMonth":
      return 1;
    default:
      return assertNever(rule);
  }
}

function longestMonth(months: number): number {
  if ((months & ~(FEBRUARY | MONTHS_OF_30_DAYS)) !== 0) return 31;
  return (months & MONTHS_OF_30_DAYS) === 0 ? 29 : 30;
}

/** The matching days of a month, bit 0 the 1st; none in a month that the expression leaves out. */
function daysIn(cron: Cron, month: EpochMonth, firstDay: EpochDay): number {
  if (!hasBit(cron.months, month % 12)) return 0;
  return matchingDays(cron, weekdayOf(firstDay), firstDayOf(month + 1) - firstDay);
}

/** The first month after `month` that the expression names. */
function nextMonth(cron: Cron, month: EpochMonth): EpochMonth {
  const january = month - (month % 12);
  const index = firstBitFrom(cron.months, (month % 12) + 1);
  return index >= 0 ? january + index : january + 12 + firstBitFrom(cron.months, 0);
}

function previousMonth(cron: Cron, month: EpochMonth): EpochMonth {
  const january = month - (month % 12);
  const index = month > january ? lastBitTo(cron.months, month - january - 1) : -1;
  return index >= 0 ? january + index : january - 12 + lastBitTo(cron.months, 11);
}

/** The first matching time of day from `from` on, in minutes since midnight; -1 where there is none. */
function nextMinuteOfDay(cron: Cron, from: number): number {
  const hour = (from / 60) | 0;
  if (hasBit(cron.hours, hour)) {
    const minute = firstMinuteFrom(cron, from - 60 * hour);
    if (minute >= 0) return 60 * hour + minute;
  }
  const laterHour = firstBitFrom(cron.hours, hour + 1);
  return laterHour < 0 ? -1 : 60 * laterHour + firstMinuteFrom(cron, 0);
}

/** The last matching time of day up to `to`, in minutes since midnight; -1 where there is none. */
function previousMinuteOfDay(cron: Cron, to: number): number {
  const hour = (to / 60) | 0;
  if (hasBit(cron.hours, hour)) {
    const minute = lastMinuteTo(cron, to - 60 * hour);
    if (minute >= 0) return 60 * hour + minute;
  }
  const earlierHour = hour > 0 ? lastBitTo(cron.hours, hour - 1) : -1;
  return earlierHour < 0 ? -1 : 60 * earlierHour + lastMinuteTo(cron, 59);
}

/** Within an hour; -1 where there is none. */
function firstMinuteFrom(cron: Cron, from: number): number {
  const low = from < 32 ? firstBitFrom(cron.minutesLow, from) : -1;
  if (low >= 0) return low;
  const high = firstBitFrom(cron.minutesHigh, Math.max(0, from - 32));
  return high < 0 ? -1 : 32 + high;
}

/** Within an hour; -1 where there is none. */
function lastMinuteTo(cron: Cron, to: number): number {
  const high = to >= 32 ? lastBitTo(cron.minutesHigh, to - 32) : -1;
  return high >= 0 ? 32 + high : lastBitTo(cron.minutesLow, Math.min(31, to));
}
