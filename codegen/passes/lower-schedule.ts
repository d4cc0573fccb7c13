import type { ScheduleRule } from "../../src/job-map.ts";
import { durationMs } from "../schema/duration.ts";
import type { RawAt, RawDays, RawEvery, RawSchedule } from "../schema/raw.ts";
import type { Ordinal, Weekday } from "../schema/schedule.ts";
import { minuteOfDay, ordinals } from "../schema/schedule.ts";
import { canonicalCron, normalizeCron } from "../cron/normalize-cron.ts";

const minutesADay = 1440;

/** The UTC rules of a list of schedules: their union, each rule once. */
export function lowerSchedules(schedules: readonly RawSchedule[]): ScheduleRule[] {
  const rules = schedules.flatMap(lowerSchedule);
  return [...new Map(rules.map((rule) => [`${rule.cron}+${rule.carryDays ?? 0}`, rule])).values()];
}

/**
 * One schedule, valid, as UTC rules. Cron stays the expression it is. The other forms are a set of minutes of a
 * date: hours with the same minutes share a rule, and so do the dates that one expression can name.
 */
export function lowerSchedule(schedule: RawSchedule): ScheduleRule[] {
  if (typeof schedule === "string") return schedule === "manual" ? [] : [{ cron: normalizeCron(schedule) }];
  if ("cron" in schedule) return [{ cron: normalizeCron(schedule.cron) }];
  const minutes = "every" in schedule ? minutesOfEvery(schedule) : minutesOfAt(schedule);
  const dates = dayFields(schedule.days);
  return [0, 1].flatMap((carryDays) =>
    hourGroups(minutes.filter((minute) => Math.floor(minute / minutesADay) === carryDays)).flatMap((times) =>
      dates.map((date) => ({
        cron: canonicalCron(`${times} ${date}`),
        ...(carryDays === 1 && { carryDays: 1 as const }),
      })),
    ),
  );
}

function minutesOfAt({ at }: RawAt): number[] {
  return [at].flat().map(minuteOfDay);
}

/**
 * The grid of an `every`, in minutes from the midnight at which its date begins. A window that passes midnight
 * goes on past 1440: its last part belongs to the date on which it began.
 */
export function minutesOfEvery({ every, offset, between }: RawEvery): number[] {
  const period = minutesOf(every);
  const start = offset === undefined ? 0 : minutesOf(offset);
  const grid = Array.from({ length: minutesADay / period }, (_, index) => start + index * period);
  if (between === undefined) return grid;
  const [from = 0, to = 0] = between.split("-").map(minuteOfDay);
  if (from < to) return grid.filter((minute) => from <= minute && minute <= to);
  const afterMidnight = grid.filter((minute) => minute <= to).map((minute) => minute + minutesADay);
  return [...grid.filter((minute) => from <= minute), ...afterMidnight];
}

function minutesOf(duration: string): number {
  return (durationMs(duration) ?? 0) / 60_000;
}

/** Minute and hour fields that together name these minutes of a day: one pair for all hours with the same minutes. */
function hourGroups(minutes: readonly number[]): string[] {
  const hours = Map.groupBy(minutes, (minute) => Math.floor((minute % minutesADay) / 60));
  const groups = Map.groupBy(hours.entries(), ([, ofHour]) => ofHour.map((minute) => minute % 60).join(","));
  return Array.from(
    groups,
    ([minuteField, members]) => `${minuteField} ${members.map(([hour]) => hour).join(",")}`,
  );
}

/** Day, month and weekday fields for `days:`, several where one expression can't name them all. */
export function dayFields(days: RawDays | undefined): string[] {
  if (days === undefined) return ["* * *"];
  if (days === "weekdays") return ["* * MON-FRI"];
  if (days === "weekends") return ["* * SAT,SUN"];
  if (Array.isArray(days)) return [`* * ${days.map(upper).join(",")}`];
  if ("day" in days) return monthDayFields(days.day);
  return ordinals.flatMap((ordinal) =>
    [days[ordinal] ?? []].flat().map((weekday) => `* * ${nthWeekday(ordinal, weekday)}`),
  );
}

/** `L` and `LW` can't stand in a list, so each is an expression of its own. */
function monthDayFields(days: readonly (number | "last" | "last-weekday")[]): string[] {
  const numbers = days.filter((day) => typeof day === "number");
  return [
    ...(numbers.length > 0 ? [`${numbers.join(",")} * *`] : []),
    ...(days.includes("last") ? ["L * *"] : []),
    ...(days.includes("last-weekday") ? ["LW * *"] : []),
  ];
}

function nthWeekday(ordinal: Ordinal, weekday: Weekday): string {
  return ordinal === "last" ? `${upper(weekday)}L` : `${upper(weekday)}#${ordinals.indexOf(ordinal) + 1}`;
}

function upper(weekday: Weekday): string {
  return weekday.toUpperCase();
}
