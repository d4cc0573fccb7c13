import { weekdayText, monthText, dayOf, dayOfMonth, minutesPerDay } from "../preview/days.ts";
import { timeText } from "../cron/describe-times.ts";
import type { Instant, ZoneChanges } from "./plan.ts";
import { durationWords } from "./words.ts";

/** `Thu 26 Nov 2026`. */
export function dateWords(minute: number): string {
  const day = dayOf(minute);
  const year = new Date(minute * 60_000).getUTCFullYear();
  return `${weekdayText(day)} ${dayOfMonth(day)} ${monthText(day)} ${year}`;
}

/** `Thu 26 Nov 2026 02:06 UTC`, and on another clock `(03:06 in Europe/Paris)`, with the date where that is another. */
export function instantWords(instant: Instant): string {
  return `${dateWords(instant.minute)} ${clockWords(instant)}`;
}

/** The same without the date in UTC: of an instant on a date that was just named. */
export function clockWords({ minute, zone, offset }: Instant): string {
  const utc = `${minuteOfDayText(minute)} UTC`;
  if (zone === "UTC") return utc;
  const local = minute + offset;
  const date = dayOf(local) === dayOf(minute) ? "" : `${dateWords(local)} `;
  return `${utc} (${date}${minuteOfDayText(local)} in ${zone})`;
}

function minuteOfDayText(minute: number): string {
  return timeText(minute - dayOf(minute) * minutesPerDay);
}

/** `Europe/London: 1 h forward on Sun 28 Mar 2027 01:00 UTC, 1 h back on …`. */
export function zoneWords({ zone, changes }: ZoneChanges): string {
  const words = changes.map(
    ({ minute, byMinutes }) =>
      `${durationWords(Math.abs(byMinutes) * 60_000)} ${byMinutes > 0 ? "forward" : "back"} on ${instantWords({ minute, zone: "UTC", offset: 0 })}`,
  );
  return `${zone}: ${words.join(", ")}`;
}

/** `1 h later`, or from the least to the most. */
export function shiftWords({ least, most }: { readonly least: number; readonly most: number }): string {
  return least === most ? oneShift(least) : `from ${oneShift(least)} to ${oneShift(most)}`;
}

function oneShift(minutes: number): string {
  return `${durationWords(Math.abs(minutes) * 60_000)} ${minutes < 0 ? "earlier" : "later"}`;
}
