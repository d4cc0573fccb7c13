/**
 * Counting days. The Gregorian calendar repeats every 400 years, weekdays and all: 146,097 days are
 * 20,871 weeks. Days counted over one such cycle are whole numbers and exact, so that two covers that
 * cost the same are seen to cost the same.
 */

import { firstDayOf, lengthOf, weekdayOf, type EpochMonth, type Weekday } from "../../src/schedule/civil.ts";

export const CYCLE_YEARS = 400;
const CYCLE_START: EpochMonth = (2000 - 1970) * 12;
const CYCLE_MONTHS = 12 * CYCLE_YEARS;
/** Bit 0 is January. */
export const ALL_MONTHS = 0xfff;
/** Bit 0 is Sunday. */
export const ALL_WEEKDAYS = 0x7f;
const FEBRUARY = 1 << 1;
/** January, March, May, July, August, October, December. */
const MONTHS_OF_31_DAYS = 0b1010_1101_0101;
/** The 1st to the 28th, which every month has. */
const ALWAYS_THERE = 0xfff_ffff;
const LEAP_YEARS = 97;

/** A month of one of the calendar's 14 years: how its days fall on weekdays. */
export interface MonthKind {
  /** 0 is January. */
  readonly month: number;
  /** Weekday of the 1st. */
  readonly firstWeekday: Weekday;
  /** In days. */
  readonly length: number;
  /** In how many years of a cycle it comes. */
  readonly times: number;
}

export const MONTH_KINDS: readonly MonthKind[] = listMonthKinds();

/** Days of a cycle by month, January first, and the whole year behind them. */
export type DaysByMonth = Int32Array;

/** For each set of weekdays, bit 0 Sunday: a set's days are those of its last weekday and those of the others. */
const WEEKDAYS_BY_MONTH: readonly DaysByMonth[] = listWeekdaySets();

/** Sums up, month by month, how many days of each kind of month `daysIn` finds. */
export function countByMonth(daysIn: (kind: MonthKind) => number): DaysByMonth {
  const days = new Int32Array(13);
  for (const kind of MONTH_KINDS) {
    const found = kind.times * daysIn(kind);
    days[kind.month] = (days[kind.month] ?? 0) + found;
    days[12] = (days[12] ?? 0) + found;
  }
  return days;
}

/** The days of a cycle that are in one of the months; bit 0 is January. */
export function daysInMonths(byMonth: DaysByMonth, months: number): number {
  if (months === ALL_MONTHS) return byMonth[12] ?? 0;
  let days = 0;
  for (let month = 0; month < 12; month++) if ((months >> month) & 1) days += byMonth[month] ?? 0;
  return days;
}

/** The days of a cycle on one of these weekdays, bit 0 Sunday, in one of the months. */
export function countWeekdays(weekdays: number, months: number): number {
  const byMonth = WEEKDAYS_BY_MONTH[weekdays];
  return byMonth === undefined ? 0 : daysInMonths(byMonth, months);
}

/** The days of a cycle with one of these dates, bit 0 the 1st, in one of the months. */
export function countDates(dates: number, months: number): number {
  const count = bitCount(months);
  const withoutFebruary = bitCount(months & ~FEBRUARY);
  const leapDays = (months & FEBRUARY) === 0 ? 0 : LEAP_YEARS;
  let days = CYCLE_YEARS * count * bitCount(dates & ALWAYS_THERE);
  if ((dates >> 28) & 1) days += CYCLE_YEARS * withoutFebruary + leapDays;
  if ((dates >> 29) & 1) days += CYCLE_YEARS * withoutFebruary;
  if ((dates >> 30) & 1) days += CYCLE_YEARS * bitCount(months & MONTHS_OF_31_DAYS);
  return days;
}

/** How many bits of a 32-bit integer are set (Hacker's Delight, figure 5-2). */
export function bitCount(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** There are 14 calendars, by the weekday on which a year begins and whether it is a leap year. */
function listMonthKinds(): MonthKind[] {
  const yearsByCalendar = new Map<number, { january: EpochMonth; times: number }>();
  for (let january = CYCLE_START; january < CYCLE_START + CYCLE_MONTHS; january += 12) {
    const calendar = 2 * weekdayOf(firstDayOf(january)) + (lengthOf(january + 1) - 28);
    const times = (yearsByCalendar.get(calendar)?.times ?? 0) + 1;
    yearsByCalendar.set(calendar, { january, times });
  }
  return Array.from(yearsByCalendar.values(), ({ january, times }) =>
    Array.from({ length: 12 }, (_, month) => ({
      month,
      firstWeekday: weekdayOf(firstDayOf(january + month)),
      length: lengthOf(january + month),
      times,
    })),
  ).flat();
}

function listWeekdaySets(): DaysByMonth[] {
  const sets = [new Int32Array(13)];
  for (let weekday = 0; weekday < 7; weekday++) {
    // Each weekday comes four times in 28 days, and once more where it is one of the month's last one to three days.
    const days = countByMonth(({ firstWeekday, length }) =>
      (weekday - (firstWeekday - 1) + 7) % 7 < length - 28 ? 5 : 4,
    );
    sets.push(...sets.map((others) => others.map((count, month) => count + (days[month] ?? 0))));
  }
  return sets;
}
