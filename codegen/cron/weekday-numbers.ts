import type { WeekdayNumbers } from "../diagnostics/diagnostic.ts";

export type { WeekdayNumbers };

/** From Sunday, as cron writes them. */
export const weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/**
 * A weekday field with its numbers as names, read one way; null where that family has no such number. Steps and
 * the n of `MON#2` are no weekdays and stay.
 */
export function nameWeekdays(field: string, numbers: WeekdayNumbers): string | null {
  let known = true;
  const named = field.toUpperCase().replace(/(?<![#/\d])\d+/g, (digits) => {
    const value = Number(digits);
    const name =
      numbers === "cloudflare" ? weekdayNames[value - 1] : value <= 7 ? weekdayNames[value % 7] : undefined;
    known &&= name !== undefined;
    return name ?? digits;
  });
  return known ? named : null;
}
