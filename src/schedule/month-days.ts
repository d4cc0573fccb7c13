import { assertNever } from "../assert-never.ts";
import type { Weekday } from "./civil.ts";
import type { Cron, DayRule } from "./cron-model.ts";

/** The 1st to the 31st. */
const ALL_DAYS = 0x7fff_ffff;
const SUNDAY: Weekday = 1;
const SATURDAY: Weekday = 7;

/**
 * The days of one month that the two day fields name, as bits: bit 0 is the 1st.
 *
 * Where one field is `*`, the other decides; where neither is, a day needs to be in one of the two.
 * @param firstWeekday weekday of the 1st
 * @param length days in the month, 28 to 31
 */
export function matchingDays(cron: Cron, firstWeekday: Weekday, length: number): number {
  const { dayOfMonth, dayOfWeek } = cron;
  const all = ALL_DAYS >>> (31 - length);
  if (dayOfMonth.kind === "any") {
    return dayOfWeek.kind === "any" ? all : all & daysOf(dayOfWeek, firstWeekday, length);
  }
  const days = daysOf(dayOfMonth, firstWeekday, length);
  return all & (dayOfWeek.kind === "any" ? days : days | daysOf(dayOfWeek, firstWeekday, length));
}

/**
 * Whether the day fields name a day of this weekday in any month, be it of a length that the month field rules out;
 * false for `MON` and every other weekday, for `15W` and Saturday.
 */
export function canFallOn(cron: Cron, weekday: Weekday): boolean {
  for (let firstWeekday = SUNDAY; firstWeekday <= SATURDAY; firstWeekday++) {
    const days = everyWeek(1 << (weekday - SUNDAY), firstWeekday);
    for (let length = 28; length <= 31; length++) {
      if ((matchingDays(cron, firstWeekday, length) & days) !== 0) return true;
    }
  }
  return false;
}

/** The days that one day field names; bits past the month's end may be set. */
function daysOf(rule: DayRule, firstWeekday: Weekday, length: number): number {
  switch (rule.kind) {
    case "any":
      return ALL_DAYS;
    case "days":
      return rule.days;
    case "weekdays":
      return everyWeek(rule.weekdays, firstWeekday);
    case "last":
      return dayBit(length - rule.daysBefore, length);
    case "lastWeekday":
      return nearestWeekday(length - rule.daysBefore, firstWeekday, length);
    case "nearestWeekday":
      return nearestWeekday(rule.day.value, firstWeekday, length);
    case "lastOfMonth":
      return dayBit(lastSuchDay(rule.weekday.value, firstWeekday, length), length);
    case "nthOfMonth":
      return dayBit(daysUntil(rule.weekday.value, firstWeekday) + 7 * rule.nth - 6, length);
    default:
      return assertNever(rule);
  }
}

/** No bit where the month has no such day. */
function dayBit(day: number, length: number): number {
  return day >= 1 && day <= length ? 1 << (day - 1) : 0;
}

/** Turns a week that begins with Sunday into one that begins with the 1st, and repeats it. */
function everyWeek(weekdays: number, firstWeekday: Weekday): number {
  const passed = firstWeekday - SUNDAY;
  const week = ((weekdays >> passed) | (weekdays << (7 - passed))) & 0x7f;
  return week | (week << 7) | (week << 14) | (week << 21) | (week << 28);
}

/** The Monday to Friday nearest to the day, in the same month; none where the month has no such day. */
function nearestWeekday(day: number, firstWeekday: Weekday, length: number): number {
  const weekday = ((firstWeekday - SUNDAY + day - 1) % 7) + SUNDAY;
  let shift = 0;
  if (weekday === SATURDAY) shift = day === 1 ? 2 : -1;
  if (weekday === SUNDAY) shift = day === length ? -2 : 1;
  return dayBit(day, length) === 0 ? 0 : 1 << (day + shift - 1);
}

function lastSuchDay(weekday: Weekday, firstWeekday: Weekday, length: number): number {
  const inFifthWeek = daysUntil(weekday, firstWeekday) + 29;
  return inFifthWeek <= length ? inFifthWeek : inFifthWeek - 7;
}

/** 0 to 6. */
function daysUntil(weekday: Weekday, from: Weekday): number {
  return (weekday - from + 7) % 7;
}
