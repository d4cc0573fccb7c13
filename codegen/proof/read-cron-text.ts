import {
  isLastOfItsWeekday,
  isLastWorkday,
  isNthOfItsWeekday,
  isWorkday,
  localDateOf,
  type LocalDate,
} from "./local-date.ts";
import type { WrittenForm } from "./written-form.ts";

const MACROS: Readonly<Record<string, string>> = {
  "@HOURLY": "0 * * * *",
  "@DAILY": "0 0 * * *",
  "@WEEKLY": "0 0 * * SUN",
  "@MONTHLY": "0 0 1 * *",
  "@YEARLY": "0 0 1 1 *",
};
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

type DateTest = (date: LocalDate) => boolean;

/**
 * Reads a cron text that has passed the checks, as a person reads it: sets of values, and a question to each date.
 * Own code throughout, so that it shares no mistake with the engine in src/schedule.
 * @throws Error for a text that the checks should have refused
 */
export function readCronText(text: string): WrittenForm {
  const upperCase = text.trim().toUpperCase();
  const fields = (MACROS[upperCase] ?? upperCase).split(/[ \t]+/);
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = fields;
  const hours = readField(hourText, 0, 23);
  const minutes = readField(minuteText, 0, 59);
  const months = readField(monthText, 1, 12, MONTHS);
  const isDay = readDayOfMonth(dayText);
  const isWeekday = readDayOfWeek(weekdayText);
  return {
    times: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)),
    isInterval: /^\*(\/\d+)?$/.test(minuteText) || hours.size === 24,
    // The language refuses both day fields restricted at once: one of the two tests always says yes.
    isOn: (date) => months.has(date.month) && isDay(date) && isWeekday(date),
  };
}

function readDayOfMonth(text: string): DateTest {
  if (text === "LW") return isLastWorkday;
  const [, daysBefore] = /^L(?:-(\d+))?$/.exec(text) ?? [null, null];
  if (daysBefore !== null) return (date) => date.dayOfMonth === date.daysInMonth - Number(daysBefore ?? 0);
  const [, nearest] = /^(\d+)W$/.exec(text) ?? [];
  if (nearest !== undefined) return (date) => date.dayOfMonth === nearestWorkday(Number(nearest), date);
  const days = readField(text, 1, 31);
  return (date) => days.has(date.dayOfMonth);
}

/** The day of `date`'s month that is the Monday to Friday nearest to its `dayOfMonth`th; null where it has no such day. */
function nearestWorkday(dayOfMonth: number, date: LocalDate): number | null {
  if (dayOfMonth > date.daysInMonth) return null;
  const meant = localDateOf(date.day + dayOfMonth - date.dayOfMonth);
  if (isWorkday(meant)) return dayOfMonth;
  if (meant.weekday === 6) return dayOfMonth === 1 ? 3 : dayOfMonth - 1;
  return dayOfMonth === date.daysInMonth ? dayOfMonth - 2 : dayOfMonth + 1;
}

function readDayOfWeek(text: string): DateTest {
  const [, name = "", special] = /^([A-Z]{3})(L|#[1-5])$/.exec(text) ?? [];
  if (special === undefined) {
    if (/^\d|[,-]\d/.test(text)) throw refused(text);
    const weekdays = readField(text, 0, 6, WEEKDAYS);
    return ({ weekday }) => weekdays.has(weekday);
  }
  const [weekday] = readField(name, 0, 6, WEEKDAYS);
  const nth = Number(special.slice(1));
  return (date) =>
    date.weekday === weekday && (special === "L" ? isLastOfItsWeekday(date) : isNthOfItsWeekday(date, nth));
}

/** Lists of values, ranges and steps. A range that wraps holds both ends and no more: `22-2` is 22, 23, 0, 1, 2. */
function readField(text: string, min: number, max: number, names: readonly string[] = []): Set<number> {
  const size = max - min + 1;
  const values = new Set<number>();
  for (const item of text.split(",")) {
    const [range = "", step] = item.split("/");
    const [first = "", last] = range === "*" ? [String(min), String(max)] : range.split("-");
    const from = readValue(first, min, max, names);
    // `5/10` goes on to the field's end; `5` alone is itself.
    const open = step === undefined ? from : max;
    const to = last === undefined ? open : readValue(last, min, max, names);
    const length = (to - from + size) % size;
    for (let after = 0; after <= length; after += Number(step ?? 1)) {
      values.add(min + ((from - min + after) % size));
    }
  }
  return values;
}

function readValue(text: string, min: number, max: number, names: readonly string[]): number {
  const index = names.indexOf(text);
  if (index >= 0) return min + index;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) throw refused(text);
  return value;
}

function refused(text: string): Error {
  return new Error(`cron text \`${text}\` should have been refused before its schedule is proved`);
}
