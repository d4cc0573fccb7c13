import { assertNever } from "../assert-never.ts";
import { bitsOf } from "./bits.ts";
import { DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH, type FieldSpec } from "./cron-fields.ts";
import type { Cron, DayRule } from "./cron-model.ts";

const ALL_DAYS = 0x7fff_ffff;
const ALL_WEEKDAYS = 0x7f;

/**
 * Writes the expression's meaning in canonical form: single blanks, values ascending and once each,
 * weekdays by name, ranges for runs, steps where a whole field is a regular sequence. Nothing in it
 * reads differently elsewhere or trips Cloudflare's own parser: no range wraps, no `*` stands in a
 * list, no weekday is a number or a lone `L`.
 */
export function printCron(cron: Cron): string {
  const minutes = [...bitsOf(cron.minutesLow), ...bitsOf(cron.minutesHigh).map((bit) => 32 + bit)];
  // The day fields are joined by "or": where one lists all there is, the other says nothing either.
  const everyDay = listsAll(cron.dayOfMonth) || listsAll(cron.dayOfWeek);
  return [
    printNumbers(MINUTE, minutes),
    printNumbers(HOUR, bitsOf(cron.hours)),
    everyDay ? "*" : printDays(cron.dayOfMonth),
    printNumbers(MONTH, oneBased(cron.months)),
    everyDay ? "*" : printDays(cron.dayOfWeek),
  ].join(" ");
}

function listsAll(rule: DayRule): boolean {
  return (
    (rule.kind === "days" && rule.days === ALL_DAYS) ||
    (rule.kind === "weekdays" && rule.weekdays === ALL_WEEKDAYS)
  );
}

function printDays(rule: DayRule): string {
  switch (rule.kind) {
    case "any":
      return "*";
    case "days":
      return printNumbers(DAY_OF_MONTH, oneBased(rule.days));
    case "weekdays":
      return printRuns(oneBased(rule.weekdays), weekdayName);
    case "last":
      return rule.daysBefore === 0 ? "L" : `L-${rule.daysBefore}`;
    case "lastWeekday":
      return rule.daysBefore === 0 ? "LW" : `L-${rule.daysBefore}W`;
    case "nearestWeekday":
      return `${rule.day.value}W`;
    case "lastOfMonth":
      return `${weekdayName(rule.weekday.value)}L`;
    case "nthOfMonth":
      return `${weekdayName(rule.weekday.value)}#${rule.nth}`;
    default:
      return assertNever(rule);
  }
}

/** `*`, or the shortest of a step, a stepped range and a list; of equal ones the first. */
function printNumbers(spec: FieldSpec, values: readonly number[]): string {
  const size = spec.max - spec.min + 1;
  if (values.length === size) return "*";
  const list = printRuns(values, String);
  const [first = 0, second = 0] = values;
  const last = values.at(-1) ?? first;
  const step = second - first;
  const isRegular = values.length > 1 && values.every((value, index) => value === first + index * step);
  if (!isRegular || step === 1) return list;
  const reachesEnd = first === spec.min && last + step > spec.max;
  // Two values are a step only where they part the field evenly: `0,45` says more than a step of 45.
  if (reachesEnd && (values.length > 2 || 2 * step === size)) return shorter(`*/${step}`, list);
  return values.length > 2 ? shorter(list, `${first}-${last}/${step}`) : list;
}

/** Of equally long texts the first. */
function shorter(text: string, other: string): string {
  return other.length < text.length ? other : text;
}

/** `1-5,8,10,11`: a run of three and more is a range. */
function printRuns(values: readonly number[], print: (value: number) => string): string {
  const parts: string[] = [];
  for (let index = 0; index < values.length;) {
    let end = index;
    while (values[end + 1] === (values[end] ?? 0) + 1) end++;
    const run = values.slice(index, end + 1).map(print);
    parts.push(run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(","));
    index = end + 1;
  }
  return parts.join(",");
}

function oneBased(mask: number): number[] {
  return bitsOf(mask).map((bit) => bit + 1);
}

function weekdayName(weekday: number): string {
  return DAY_OF_WEEK.names[weekday - 1] ?? String(weekday);
}
