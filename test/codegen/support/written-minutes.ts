import type { RawAt, RawDays, RawEvery } from "../../../codegen/schema/raw.ts";

/**
 * What a schedule means, read from the words of the language's reference and from nothing of the compiler:
 * every minute of every date is asked. Plain on purpose.
 */

const minutesADay = 1440;
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const ordinals = ["first", "second", "third", "fourth", "fifth"] as const;

/** A cron schedule of the few forms that the tests make: minute and hour lists, weekday names. */
export interface SimpleCron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly weekdays: (typeof weekdays)[number][];
}

export type WrittenSchedule = RawAt | (RawEvery & { at?: never }) | SimpleCron;

/** The UTC minutes since 1970 at which a schedule runs, on `dayCount` dates from `firstDay` (days since 1970). */
export function writtenMinutes(schedule: WrittenSchedule, firstDay: number, dayCount: number): number[] {
  const days = "weekdays" in schedule ? schedule.weekdays : schedule.days;
  const runs = Array.from({ length: minutesADay }, (_, minute) => ({
    minute,
    date: dateOfRun(schedule, minute),
  })).filter(({ date }) => date !== null);
  const found: number[] = [];
  for (let day = firstDay; day < firstDay + dayCount; day += 1) {
    const isToday = isDay(days, day);
    const isYesterday = isDay(days, day - 1);
    for (const { minute, date } of runs) {
      if ((date === "same" && isToday) || (date === "previous" && isYesterday))
        found.push(day * minutesADay + minute);
    }
  }
  return found;
}

/** To which date a run at this minute of the day would belong; null where the schedule never runs at it. */
function dateOfRun(schedule: WrittenSchedule, minute: number): "same" | "previous" | null {
  if ("minutes" in schedule) {
    const { minutes, hours } = schedule;
    return minutes.includes(minute % 60) && hours.includes(Math.floor(minute / 60)) ? "same" : null;
  }
  if (schedule.at !== undefined)
    return [schedule.at].flat().some((time) => minuteOf(time) === minute) ? "same" : null;
  const period = length(schedule.every);
  const offset = schedule.offset === undefined ? 0 : length(schedule.offset);
  if (minute < offset || (minute - offset) % period !== 0) return null;
  if (schedule.between === undefined) return "same";
  const [from = 0, to = 0] = schedule.between.split("-").map(minuteOf);
  if (from < to) return from <= minute && minute <= to ? "same" : null;
  // The window passes midnight: what comes after it belongs to the date on which it began.
  if (minute >= from) return "same";
  return minute <= to ? "previous" : null;
}

export function isDay(days: RawDays | undefined, day: number): boolean {
  const date = new Date(Date.UTC(1970, 0, 1 + day));
  const weekday = weekdays[date.getUTCDay()];
  const dayOfMonth = date.getUTCDate();
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  if (days === undefined) return true;
  if (weekday === undefined) return false;
  if (days === "weekdays") return weekday !== "sun" && weekday !== "sat";
  if (days === "weekends") return weekday === "sun" || weekday === "sat";
  if (Array.isArray(days)) return days.includes(weekday);
  if ("day" in days) {
    return days.day.some((each) => {
      if (each === "last") return dayOfMonth === lastOfMonth;
      if (each !== "last-weekday") return dayOfMonth === each;
      // The last Monday to Friday: no later day of the month is one.
      const later = Array.from({ length: lastOfMonth - dayOfMonth }, (_, index) => day + 1 + index);
      return isDay("weekdays", day) && !later.some((other) => isDay("weekdays", other));
    });
  }
  const [[ordinal, named] = []] = Object.entries(days);
  if (![named].flat().includes(weekday)) return false;
  if (ordinal === "last") return dayOfMonth + 7 > lastOfMonth;
  return Math.ceil(dayOfMonth / 7) === ordinals.findIndex((each) => each === ordinal) + 1;
}

function minuteOf(time: string): number {
  const [hour = "", minute = ""] = time.split(":");
  return Number(hour) * 60 + Number(minute);
}

function length(duration: string): number {
  return (
    Number.parseInt(duration, 10) * (duration.endsWith("h") ? 60 : duration.endsWith("d") ? minutesADay : 1)
  );
}
