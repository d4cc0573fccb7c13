import type { EpochMinute } from "../../src/schedule/cron.ts";
import { joined, timeText } from "../cron/describe-times.ts";

export const minutesPerDay = 1440;

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A UTC day, as whole days since 1970. */
export type EpochDay = number;

export function dayOf(minute: EpochMinute): EpochDay {
  return Math.floor(minute / minutesPerDay);
}

/** The UTC days that a half-open stretch touches. */
export function daysBetween(fromMinute: EpochMinute, untilMinute: EpochMinute): EpochDay[] {
  const first = dayOf(fromMinute);
  return Array.from({ length: dayOf(untilMinute - 1) - first + 1 }, (_, index) => first + index);
}

export function weekdayText(day: EpochDay): string {
  return weekdays[weekdayOf(day)] ?? "";
}

/** Sunday is 0. */
export function weekdayOf(day: EpochDay): number {
  return new Date(day * minutesPerDay * 60_000).getUTCDay();
}

/** `Nov`. */
export function monthText(day: EpochDay): string {
  return months[new Date(day * minutesPerDay * 60_000).getUTCMonth()] ?? "";
}

/** From 1. */
export function dayOfMonth(day: EpochDay): number {
  return new Date(day * minutesPerDay * 60_000).getUTCDate();
}

/** `Mon 23 Nov`. */
export function dayText(day: EpochDay): string {
  return `${weekdayText(day)} ${dayOfMonth(day)} ${monthText(day)}`;
}

/** `Mon 23 Nov 02:06`. */
export function minuteText(minute: EpochMinute): string {
  return `${dayText(dayOf(minute))} ${timeText(minute - dayOf(minute) * minutesPerDay)}`;
}

/** `Mon 23 to Sun 29 Nov`. */
export function rangeText(first: EpochDay, last: EpochDay): string {
  if (first === last) return dayText(first);
  const from = monthText(first) === monthText(last) ? dayText(first).slice(0, -4) : dayText(first);
  return `${from} to ${dayText(last)}`;
}

/** `Mon 23 to Sun 29 Nov 2026`, in words that name the hours where the stretch is not whole days. */
export function stretchText(fromMinute: EpochMinute, untilMinute: EpochMinute): string {
  const last = dayOf(untilMinute - 1);
  const year = new Date(last * minutesPerDay * 60_000).getUTCFullYear();
  const whole = fromMinute % minutesPerDay === 0 && untilMinute % minutesPerDay === 0;
  if (whole) return `${rangeText(dayOf(fromMinute), last)} ${year}`;
  return `${minuteText(fromMinute)} to ${minuteText(untilMinute)} ${year}`;
}

/**
 * Some of a stretch's days, ascending: `every day`; `every Mon to Fri` where they are all those weekdays of a stretch
 * longer than a week; else their dates, `Mon 23 to Wed 25, Fri 27 Nov`.
 */
export function daysText(days: readonly EpochDay[], stretch: readonly EpochDay[]): string {
  if (days.length === stretch.length && days.length > 1) return "every day";
  const named = new Set(days.map(weekdayOf));
  if (stretch.length > 7 && stretch.filter((day) => named.has(weekdayOf(day))).length === days.length) {
    // Weeks begin on Monday here: Saturday and Sunday belong together.
    const week = [1, 2, 3, 4, 5, 6, 0].flatMap((weekday, index) => (named.has(weekday) ? [index] : []));
    return `every ${joined(rows(week).flatMap(weekdaysText))}`;
  }
  return rows(days)
    .map(([first, last]) => rangeText(first, last))
    .join(", ");
}

/** `Mon to Fri`, or both names of two. From 0, Monday. */
function weekdaysText([first, last]: readonly [number, number]): string[] {
  const [from = "", to = ""] = [first, last].map((index) => weekdays[(index + 1) % 7]);
  if (last - first > 1) return [`${from} to ${to}`];
  return first === last ? [from] : [from, to];
}

/** First and last of each row of numbers that follow one another. */
function rows(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const each of numbers) {
    const last = found.at(-1);
    if (last && last[1] === each - 1) last[1] = each;
    else found.push([each, each]);
  }
  return found;
}
