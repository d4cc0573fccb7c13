import { printCron } from "../../../../src/schedule/cron.ts";
import { fourCenturies, type CalendarDay } from "./calendar.ts";
import { cronOf } from "./expressions.ts";

/*
 * The packing of one environment by its definition, slowly: sets of numbers instead of bit masks, days
 * counted one by one over 400 years, every partition. It shares nothing with the compiler but the
 * parser and the printer. It knows the day fields of `dayTexts` in expressions.ts.
 */

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** Dates and weekdays on which the special rules can fall, by hand. */
const SPECIAL: Readonly<
  Record<string, { dates: string; weekdays: string; falls: (day: CalendarDay) => boolean }>
> = {
  "L *": { dates: "28-31", weekdays: "*", falls: ({ daysLeft }) => daysLeft === 0 },
  "15W *": {
    dates: "14-16",
    weekdays: "MON-FRI",
    falls: ({ date, weekday }) =>
      (date === 15 && weekday >= 1 && weekday <= 5) ||
      (date === 14 && weekday === 5) ||
      (date === 16 && weekday === 1),
  },
  "* MON#2": {
    dates: "8-14",
    weekdays: "MON",
    falls: ({ date, weekday }) => weekday === 1 && date >= 8 && date <= 14,
  },
  "* FRIL": {
    dates: "22-31",
    weekdays: "FRI",
    falls: ({ weekday, daysLeft }) => weekday === 5 && daysLeft < 7,
  },
};

export interface BruteForceCost {
  readonly wakes: number;
  readonly newTriggers: number;
  readonly length: number;
}

/** The least cost of an environment's packing into at most `budget` parts; wakes in 400 years. */
export function cheapestPacking(
  texts: readonly string[],
  budget: number,
  present: readonly string[],
): BruteForceCost {
  let best: BruteForceCost = { wakes: Infinity, newTriggers: 0, length: 0 };
  for (const parts of partitionsOf(texts)) {
    if (parts.length > budget) continue;
    const triggers = parts.map(coverOf);
    const cost = {
      wakes: triggers.reduce((sum, { wakes }) => sum + wakes, 0),
      newTriggers: triggers.filter(({ text }) => !present.includes(text)).length,
      length: triggers.reduce((sum, { text }) => sum + text.length, 0),
    };
    const difference =
      cost.wakes - best.wakes || cost.newTriggers - best.newTriggers || cost.length - best.length;
    if (difference < 0) best = cost;
  }
  return best;
}

function* partitionsOf(items: readonly string[]): Generator<string[][]> {
  const [first, ...others] = items;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const parts of partitionsOf(others)) {
    yield [[first], ...parts];
    for (const [index, part] of parts.entries()) yield parts.with(index, [first, ...part]);
  }
}

const known = new Map<string, { text: string; wakes: number }>();

function coverOf(part: readonly string[]): { text: string; wakes: number } {
  const key = part.toSorted().join(" + ");
  const cover = known.get(key) ?? leastCover(part);
  known.set(key, cover);
  return cover;
}

function leastCover(part: readonly string[]): { text: string; wakes: number } {
  const fields = part.map((text) => text.split(" "));
  const union = (field: number, max: number): number[] => [
    ...new Set(
      fields.flatMap((each) => valuesOf(each[field] ?? "", field === 2 || field === 3 ? 1 : 0, max)),
    ),
  ];
  const [minutes, hours, months] = [union(0, 59), union(1, 23), union(3, 12)];
  const dayFields = [...new Set(fields.map((each) => `${each[2]} ${each[4]}`))];
  const candidates = ["* *"];
  if (dayFields.length === 1) candidates.push(...dayFields);
  const dates = dayFields.flatMap((each) =>
    valuesOf(SPECIAL[each]?.dates ?? each.split(" ")[0] ?? "", 1, 31),
  );
  candidates.push(`${[...new Set(dates)].join(",")} *`);
  const weekdays = dayFields.flatMap((each) =>
    weekdaysOf(SPECIAL[each]?.weekdays ?? each.split(" ")[1] ?? ""),
  );
  candidates.push(`* ${[...new Set(weekdays)].join(",")}`);
  let best = { text: "", days: Infinity };
  for (const candidate of candidates) {
    const [dayOfMonth = "", dayOfWeek = ""] = candidate.split(" ");
    const text = [minutes.join(","), hours.join(","), dayOfMonth, months.join(","), dayOfWeek].join(" ");
    const days = countDays(candidate, months);
    if (days < best.days) best = { text: printCron(cronOf(text)), days };
  }
  return { text: best.text, wakes: minutes.length * hours.length * best.days };
}

const counted = new Map<string, number>();

function countDays(dayFields: string, months: readonly number[]): number {
  const key = `${dayFields} ${months.toSorted((one, other) => one - other).join(",")}`;
  const [dayOfMonth = "", dayOfWeek = ""] = dayFields.split(" ");
  const dates = SPECIAL[dayFields] ? [] : valuesOf(dayOfMonth, 1, 31);
  const weekdays = SPECIAL[dayFields] ? [] : weekdaysOf(dayOfWeek);
  const falls =
    SPECIAL[dayFields]?.falls ??
    (({ date, weekday }: CalendarDay) => dates.includes(date) && weekdays.includes(WEEKDAYS[weekday] ?? ""));
  const days =
    counted.get(key) ?? fourCenturies.filter((day) => months.includes(day.month) && falls(day)).length;
  counted.set(key, days);
  return days;
}

function weekdaysOf(field: string): string[] {
  if (field === "*") return WEEKDAYS;
  if (field === "MON-FRI") return WEEKDAYS.slice(1, 6);
  return field.split(",");
}

/** Lists, ranges and steps as the canonical form has them. */
function valuesOf(field: string, min: number, max: number): number[] {
  return field.split(",").flatMap((item) => {
    const [range = "", step = "1"] = item.split("/");
    const [from = min, to = range === "*" ? max : from] = range === "*" ? [] : range.split("-").map(Number);
    const values: number[] = [];
    for (let value = from; value <= to; value += Number(step)) values.push(value);
    return values;
  });
}
