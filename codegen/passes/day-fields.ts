import type { RawDays } from "../schema/raw.ts";
import type { Ordinal, Weekday } from "../schema/schedule-days.ts";
import { ordinals } from "../schema/schedule-days.ts";

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
