/** From Sunday, as cron writes them. */
export const weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/**
 * The two families of weekday numbers.
 * - `cloudflare`, with AWS and Quartz: 1 = SUN to 7 = SAT, no 0.
 * - `crontab`, with Kubernetes, GitHub and Vercel: 0 and 7 = SUN, 1 = MON to 6 = SAT.
 */
export type WeekdayNumbers = "cloudflare" | "crontab";

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
