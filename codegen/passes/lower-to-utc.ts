import { END_OF_ZONES } from "../../src/schedule/zone.ts";
import { FIRST_YEAR } from "../zones/read-zone.ts";
import type { Almanac, ScheduleRule, ZoneOffsets } from "../../src/job-map.ts";
import { civilDateOf, epochDayOf, weekdayOf, MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { matches } from "../../src/schedule/cron.ts";
import { holdsDay } from "../../src/schedule/due.ts";
import { canonicalCron, cronOf } from "../cron/normalize-cron.ts";
import { minutesOfDay } from "../cron/cron-times.ts";
import { weekdayNames } from "../cron/weekday-numbers.ts";
import { hourGroups } from "./hour-groups.ts";

/** The days for which zone data are compiled. What is written covers them, whatever today is. */
const firstDay = epochDayOf(FIRST_YEAR, 1, 1);
const lastDay = END_OF_ZONES / MINUTES_PER_DAY - 1;

/**
 * UTC expressions that together fire at every instant of a rule: its times of day at each offset that its zone has
 * in its window, on its dates, moved by a day where the offset takes a time over midnight. They may fire more
 * often (the hour of the other half of the year, a date that cron can't say): the Worker decides by the rule.
 */
export function lowerToUtc(rule: ScheduleRule, almanac: Almanac): string[] {
  const cron = cronOf(rule.cron);
  if (isPlain(rule)) return [rule.cron];
  const days = matchingDays(rule, almanac);
  const shifted = new Map<number, Set<number>>();
  for (const offset of offsetsOf(rule, almanac, days)) {
    for (const minute of minutesOfDay(cron)) {
      const utc = minute + MINUTES_PER_DAY * (rule.carryDays ?? 0) - offset;
      const shift = Math.floor(utc / MINUTES_PER_DAY);
      const minutes = shifted.get(shift) ?? new Set();
      shifted.set(shift, minutes.add(utc - shift * MINUTES_PER_DAY));
    }
  }
  const byFields = new Map<string, Set<number>>();
  for (const [shift, minutes] of shifted) {
    const fields =
      shift === 0 && !restrictsDates(rule)
        ? canonicalDayFields(dayFieldsOf(rule.cron))
        : leastDayFields(days, shift);
    if (fields !== null) byFields.set(fields, (byFields.get(fields) ?? new Set()).union(minutes));
  }
  return Array.from(byFields, ([fields, minutes]) =>
    hourGroups([...minutes].toSorted((a, b) => a - b)).map((times) => canonicalCron(`${times} ${fields}`)),
  ).flat();
}

/** Whether a rule is its cron, read in UTC, and no more. */
export function isPlain(rule: ScheduleRule): boolean {
  return rule.zone === undefined && rule.carryDays === undefined && !restrictsDates(rule);
}

/** Whether more than cron's own day fields says on which dates a rule runs. */
export function restrictsDates({
  fromDay,
  untilDay,
  fromMinute,
  untilMinute,
  except,
  only,
  everyDays,
}: ScheduleRule): boolean {
  return [fromDay, untilDay, fromMinute, untilMinute, except, only, everyDays].some(
    (each) => each !== undefined,
  );
}

/** The local dates, as days since 1970, on which a rule has times. */
function matchingDays(rule: ScheduleRule, almanac: Almanac): number[] {
  const cron = cronOf(rule.cron);
  const [anyMinute = 0] = minutesOfDay(cron);
  // Of a carried time the date is the one on which it began.
  const carryDays = rule.carryDays ?? 0;
  const first = Math.max(firstDay, Math.floor((rule.fromMinute ?? -Infinity) / MINUTES_PER_DAY) - carryDays);
  const last = Math.min(lastDay, Math.floor((rule.untilMinute ?? Infinity) / MINUTES_PER_DAY) - carryDays);
  const days: number[] = [];
  for (let day = first; day <= last; day += 1) {
    if (matches(cron, day * MINUTES_PER_DAY + anyMinute) && holdsDay(rule, day, almanac)) days.push(day);
  }
  return days;
}

/** The offsets, in minutes east of UTC, that a rule's zone has on any of its dates or beside them, ascending. */
function offsetsOf({ zone }: ScheduleRule, { zones }: Almanac, days: readonly number[]): number[] {
  if (zone === undefined) return [0];
  const data = zones[zone];
  if (!data) throw new Error(`the almanac lacks the zone ${zone}`);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  return offsetsBetween(data, (first - 2) * MINUTES_PER_DAY, (last + 3) * MINUTES_PER_DAY);
}

/** The offsets that a zone has in a stretch of UTC minutes; both ends may lie a little outside the dates meant. */
function offsetsBetween({ first, changes }: ZoneOffsets, from: number, to: number): number[] {
  const before = changes.findLast(([minute]) => minute <= from)?.[1] ?? first;
  const within = changes.filter(([minute]) => minute > from && minute < to).map(([, offset]) => offset);
  return [...new Set([before, ...within])].toSorted((a, b) => a - b);
}

function dayFieldsOf(cron: string): string {
  return cron.split(" ").slice(2).join(" ");
}

function canonicalDayFields(fields: string): string {
  return dayFieldsOf(canonicalCron(`0 0 ${fields}`));
}

/**
 * The day fields that hold all of these days, moved by `shift`, and the fewest others: by weekday, or by day of the
 * month. null where there is no day.
 */
function leastDayFields(days: readonly number[], shift: number): string | null {
  if (days.length === 0) return null;
  const moved = days.map((day) => day + shift);
  const dates = moved.map(civilDateOf);
  const months = fieldOf(dates.map(({ month }) => month));
  const byWeekday = `* ${months} ${fieldOf(moved.map(weekdayOf), (weekday) => weekdayNames[weekday - 1] ?? "")}`;
  const byMonthDay = `${fieldOf(dates.map(({ day }) => day))} ${months} *`;
  // In one form, so that the times of equal fields come together.
  return canonicalDayFields(daysOf(byMonthDay) < daysOf(byWeekday) ? byMonthDay : byWeekday);
}

/** A field that lists values, each once. The canonical text makes ranges, steps and `*` of it. */
function fieldOf(values: readonly number[], text: (value: number) => string = String): string {
  return [...new Set(values)]
    .toSorted((a, b) => a - b)
    .map(text)
    .join(",");
}

const dayCounts = new Map<string, number>();

/** On how many days of the compiled years day fields match. */
function daysOf(fields: string): number {
  let count = dayCounts.get(fields);
  if (count === undefined) {
    const cron = cronOf(canonicalCron(`0 0 ${fields}`));
    count = 0;
    for (let day = firstDay; day <= lastDay; day += 1) if (matches(cron, day * MINUTES_PER_DAY)) count += 1;
    dayCounts.set(fields, count);
  }
  return count;
}
