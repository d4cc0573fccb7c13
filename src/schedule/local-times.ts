/*
 * The local times that a rule names, searched on the calendar of a clock that never changes. Both searches look at days
 * that the cron, the counting and the sets of dates leave in, each jumping to the next day of its own.
 */

import type { Almanac, ScheduleRule } from "../job-map.ts";
import { firstDateFrom, isInOneOf, lastDateTo } from "./almanac.ts";
import { dayOfMinute, MINUTES_PER_DAY, weekdayOf, type EpochDay } from "./civil.ts";
import { nextAfter, previousBefore, type Cron } from "./cron.ts";
import { cronOf } from "./due.ts";
import { canFallOn } from "./month-days.ts";
import type { LocalMinute } from "./zone.ts";

/** The first local time that the rule names, `from` to `to`, both inclusive; Infinity where there is none. */
export function firstLocalTime(
  rule: ScheduleRule,
  from: LocalMinute,
  to: LocalMinute,
  almanac: Almanac,
): LocalMinute {
  const carried = MINUTES_PER_DAY * (rule.carryDays ?? 0);
  let written = earliestWritten(rule, from - carried, carried);
  const last = latestWritten(rule, to - carried, carried);
  const cron = cronOf(rule.cron);
  if (written > last || !meetsCounting(cron, rule)) return Infinity;
  for (;;) {
    const match = nextAfter(cron, written - 1);
    if (match === null || match > last) return Infinity;
    const day = dayOfMinute(match);
    const heldDay = firstHeldDay(rule, day, almanac);
    if (heldDay === day) return match + carried;
    written = heldDay * MINUTES_PER_DAY;
  }
}

/** The last local time that the rule names, `from` to `to`, both inclusive; -Infinity where there is none. */
export function lastLocalTime(
  rule: ScheduleRule,
  from: LocalMinute,
  to: LocalMinute,
  almanac: Almanac,
): LocalMinute {
  const carried = MINUTES_PER_DAY * (rule.carryDays ?? 0);
  const first = earliestWritten(rule, from - carried, carried);
  let written = latestWritten(rule, to - carried, carried);
  const cron = cronOf(rule.cron);
  if (written < first || !meetsCounting(cron, rule)) return -Infinity;
  for (;;) {
    const match = previousBefore(cron, written + 1);
    if (match === null || match < first) return -Infinity;
    const day = dayOfMinute(match);
    const heldDay = lastHeldDay(rule, day, almanac);
    if (heldDay === day) return match + carried;
    written = (heldDay + 1) * MINUTES_PER_DAY - 1;
  }
}

/** `from`, or where the window begins. */
function earliestWritten(
  { fromDay, fromMinute }: ScheduleRule,
  from: LocalMinute,
  carried: number,
): LocalMinute {
  let earliest = from;
  if (fromDay !== undefined) earliest = Math.max(earliest, fromDay * MINUTES_PER_DAY);
  if (fromMinute !== undefined) earliest = Math.max(earliest, fromMinute - carried);
  return earliest;
}

/** `to`, or where the window ends. */
function latestWritten(
  { untilDay, untilMinute }: ScheduleRule,
  to: LocalMinute,
  carried: number,
): LocalMinute {
  let latest = to;
  if (untilDay !== undefined) latest = Math.min(latest, (untilDay + 1) * MINUTES_PER_DAY - 1);
  if (untilMinute !== undefined) latest = Math.min(latest, untilMinute - carried);
  return latest;
}

/**
 * Whether cron and counting can ever name the same day. Days counted in whole weeks are all of one weekday: where that
 * is not one of the cron's, they never meet, and a search would find out only in 9999. All else that never meets has
 * few days to try.
 */
function meetsCounting(cron: Cron, { everyDays }: ScheduleRule): boolean {
  return everyDays === undefined || everyDays.days % 7 !== 0 || canFallOn(cron, weekdayOf(everyDays.fromDay));
}

/** The first day from `from` on that counting and sets of dates leave in; Infinity where there is none. */
function firstHeldDay(
  { everyDays, except, only }: ScheduleRule,
  from: EpochDay,
  { dates }: Almanac,
): EpochDay {
  let day = from;
  for (;;) {
    const before = day;
    if (only !== undefined) day = firstDateFrom(only, day, dates);
    if (day === Infinity) return day;
    if (everyDays !== undefined) day += modulo(everyDays.fromDay - day, everyDays.days);
    if (except !== undefined && isInOneOf(except, day, dates)) day++;
    if (day === before) return day;
  }
}

/** The last day up to `to` that counting and sets of dates leave in; -Infinity where there is none. */
function lastHeldDay({ everyDays, except, only }: ScheduleRule, to: EpochDay, { dates }: Almanac): EpochDay {
  let day = to;
  for (;;) {
    const before = day;
    if (only !== undefined) day = lastDateTo(only, day, dates);
    if (day === -Infinity) return day;
    if (everyDays !== undefined) day -= modulo(day - everyDays.fromDay, everyDays.days);
    if (except !== undefined && isInOneOf(except, day, dates)) day--;
    if (day === before) return day;
  }
}

/** The remainder, 0 to `divisor` - 1 also of a negative number. */
function modulo(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}
