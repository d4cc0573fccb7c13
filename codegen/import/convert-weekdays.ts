import { weekdayNames } from "../cron/weekday-numbers.ts";
import type { WeekdayNumbers } from "../cron/weekday-numbers.ts";

const item = /^(?:(\*)|(\d+|[A-Z]{3})(?:-(\d+|[A-Z]{3}))?)(?:\/(\d+))?$/;

/**
 * A day of week field in names, or `*` where it is every day; null where that family of numbers does not read it. The days are
 * counted out, as names alone would not do: crontab's `0-7` is every day, and `SUN-SUN` would be one.
 */
export function convertWeekdays(field: string, numbers: WeekdayNumbers): string | null {
  const days = new Set<number>();
  for (const text of field.toUpperCase().split(",")) {
    const members = membersOf(text, numbers);
    if (members === null) return null;
    for (const day of members) days.add(day);
  }
  return namesOf(days);
}

/** The days of one item of the list, 0 = Sunday. */
function membersOf(text: string, numbers: WeekdayNumbers): number[] | null {
  const match = item.exec(text);
  if (!match) return null;
  const [, star, from, to, step = "1"] = match;
  const first = star === undefined ? dayOf(from ?? "", numbers) : 0;
  // A step after a single day goes on to Saturday, the field's end.
  const end = star !== undefined || (to === undefined && match[4] !== undefined) ? 6 : null;
  const last = end ?? dayOf(to ?? from ?? "", numbers);
  if (first === null || last === null || Number(step) === 0) return null;
  const length = (last >= first ? last : last + 7) - first;
  return Array.from(
    { length: Math.floor(length / Number(step)) + 1 },
    (_, index) => (first + index * Number(step)) % 7,
  );
}

/** 0 = Sunday; crontab's other Sunday stays 7, so that `5-7` and `0-7` end where they say. */
function dayOf(text: string, numbers: WeekdayNumbers): number | null {
  const named = weekdayNames.findIndex((name) => name === text);
  if (named !== -1) return named;
  if (!/^\d+$/.test(text)) return null;
  const value = numbers === "cloudflare" ? Number(text) - 1 : Number(text);
  return value >= 0 && value <= (numbers === "cloudflare" ? 6 : 7) ? value : null;
}

/** Three days in a row or more are a range; one that passes Saturday is `FRI-SUN`. */
function namesOf(days: ReadonlySet<number>): string {
  if (days.size === 7) return "*";
  const mondayFirst = [1, 2, 3, 4, 5, 6, 0];
  const starts = mondayFirst.filter((day) => days.has(day) && !days.has((day + 6) % 7));
  return starts.map((start) => runFrom(start, days)).join(",");
}

function runFrom(start: number, days: ReadonlySet<number>): string {
  let length = 1;
  while (days.has((start + length) % 7)) length += 1;
  const names = Array.from({ length }, (_, index) => weekdayNames[(start + index) % 7]);
  return length > 2 ? `${names[0]}-${names.at(-1)}` : names.join(",");
}
