import type { Cron } from "../../src/schedule/cron.ts";
import { joined } from "./describe-times.ts";

const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const ordinals = ["zeroth", "first", "second", "third", "fourth", "fifth"] as const;

/** `first` to `fifth`. */
export function ordinalText(place: number): string {
  return ordinals[place] ?? String(place);
}

/** On which days a cron expression runs: `every day`, `on Monday to Friday`, `on the 1st of January`. */
export function describeDays(cron: Cron): string {
  const monthDays = describeMonthDays(cron);
  const weekdays = describeWeekdays(cron);
  const months = runs(bits(cron.months, 12)).map(([from, to]) =>
    spanText(monthNames[from], monthNames[to], from, to),
  );
  const inMonths = cron.months === 0xfff ? "" : joined(months);
  const days =
    monthDays && weekdays ? `${monthDays}, and also ${weekdays}` : monthDays || weekdays || "every day";
  if (inMonths === "") return days;
  return monthDays && !weekdays ? `${days} of ${inMonths}` : `${days} in ${inMonths}`;
}

function describeMonthDays({ dayOfMonth: rule }: Cron): string {
  switch (rule.kind) {
    case "any":
      return "";
    case "days":
      return `on the ${joined(runs(bits(rule.days, 31)).map(([from, to]) => spanText(nth(from + 1), nth(to + 1), from, to)))}`;
    case "last":
      return rule.daysBefore === 0
        ? "on the last day of the month"
        : `${rule.daysBefore} days before the last day of the month`;
    case "lastWeekday":
      return rule.daysBefore === 0
        ? "on the last Monday to Friday day of the month"
        : `on the Monday to Friday day nearest to ${rule.daysBefore} days before the last day of the month`;
    case "nearestWeekday":
      return `on the Monday to Friday day nearest to the ${nth(rule.day.value)}`;
    case "weekdays":
    case "lastOfMonth":
    case "nthOfMonth":
      throw new Error(`${rule.kind} is no rule for a day of the month`);
  }
}

function describeWeekdays({ dayOfWeek: rule }: Cron): string {
  switch (rule.kind) {
    case "any":
      return "";
    case "weekdays":
      return `on ${joined(runs(bits(rule.weekdays, 7)).map(([from, to]) => spanText(weekdayNames[from], weekdayNames[to], from, to)))}`;
    case "lastOfMonth":
      return `on the last ${weekdayNames[rule.weekday.value - 1]} of the month`;
    case "nthOfMonth":
      return `on the ${ordinalText(rule.nth)} ${weekdayNames[rule.weekday.value - 1]} of the month`;
    case "days":
    case "last":
    case "lastWeekday":
    case "nearestWeekday":
      throw new Error(`${rule.kind} is no rule for a day of the week`);
  }
}

/** Runs of neighbours: bits 1, 2, 3 and 6 are [1, 3] and [6, 6]. */
function runs(values: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last && last[1] === value - 1) last[1] = value;
    else found.push([value, value]);
  }
  return found;
}

function spanText(first = "", last = "", from: number, to: number): string {
  return from === to ? first : to === from + 1 ? `${first} and ${last}` : `${first} to ${last}`;
}

function bits(mask: number, length: number): number[] {
  return Array.from({ length }, (_, index) => index).filter((index) => ((mask >>> index) & 1) === 1);
}

/** `1st`, `2nd`, `23rd`. */
function nth(day: number): string {
  const suffix = day >= 11 && day <= 13 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th");
  return `${day}${suffix}`;
}
