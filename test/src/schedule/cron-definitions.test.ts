import { describe, expect, it } from "vitest";
import { matches } from "../../../src/schedule/cron.ts";
import { parsed } from "./support/parsed.ts";

/*
 * The day forms against their definitions in words, on every day from 2020 to 2032. The calendar
 * comes from `Date`, and nothing here shares a line of thought with the bit masks.
 */

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Day {
  readonly iso: string;
  readonly minute: number;
  readonly date: number;
  readonly weekday: string;
  /** All days of the day's month. */
  readonly month: readonly Day[];
}

const DAYS = calendar(2020, 2032);

function calendar(fromYear: number, toYear: number): Day[] {
  const months = Array.from({ length: 12 * (toYear - fromYear + 1) }, (_, index) =>
    monthDays(fromYear, index),
  );
  return months.flat();
}

function monthDays(year: number, monthIndex: number): Day[] {
  const month: Day[] = [];
  for (let date = 1; ; date++) {
    const noon = new Date(Date.UTC(year, monthIndex, date, 12));
    if (noon.getUTCDate() !== date) return month;
    const weekday = WEEKDAYS[noon.getUTCDay()] ?? "";
    month.push({
      iso: noon.toISOString().slice(0, 10),
      minute: noon.getTime() / 60_000,
      date,
      weekday,
      month,
    });
  }
}

function isWorkday(day: Day): boolean {
  return day.weekday !== "SAT" && day.weekday !== "SUN";
}

/** Whether the day is the Monday to Friday closest to the target, which lies in the same month. */
function isClosestWorkday(day: Day, target: Day | undefined): boolean {
  if (target === undefined) return false;
  const distance = (other: Day) => Math.abs(other.date - target.date);
  const closest = day.month.filter(isWorkday).toSorted((one, other) => distance(one) - distance(other))[0];
  return closest === day;
}

/** The day so many days before the month's last. */
function beforeLast(day: Day, days: number): Day | undefined {
  return day.month[day.month.length - 1 - days];
}

function sameWeekday(day: Day): readonly Day[] {
  return day.month.filter((other) => other.weekday === day.weekday);
}

interface Form {
  readonly cron: string;
  readonly holds: (day: Day) => boolean;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const FORMS: readonly Form[] = [
  { cron: "0 12 L * *", holds: (day) => day === day.month.at(-1) },
  { cron: "0 12 LW * *", holds: (day) => day === day.month.findLast(isWorkday) },
  ...upTo(30).map((k) => ({ cron: `0 12 L-${k} * *`, holds: (day: Day) => day === beforeLast(day, k) })),
  ...upTo(30).map((k) => ({
    cron: `0 12 L-${k}W * *`,
    holds: (day: Day) => isClosestWorkday(day, beforeLast(day, k)),
  })),
  ...upTo(31).map((n) => ({
    cron: `0 12 ${n}W * *`,
    holds: (day: Day) => isClosestWorkday(day, day.month[n - 1]),
  })),
  ...upTo(31).map((n) => ({ cron: `0 12 ${n} * *`, holds: (day: Day) => day.date === n })),
  ...WEEKDAYS.flatMap((weekday, index) => [
    { cron: `0 12 * * ${weekday}`, holds: (day: Day) => day.weekday === weekday },
    { cron: `0 12 * * ${index + 1}`, holds: (day: Day) => day.weekday === weekday },
    {
      cron: `0 12 * * ${weekday}L`,
      holds: (day: Day) => day.weekday === weekday && sameWeekday(day).at(-1) === day,
    },
    ...upTo(5).map((nth) => ({
      cron: `0 12 * * ${weekday}#${nth}`,
      holds: (day: Day) => day.weekday === weekday && sameWeekday(day)[nth - 1] === day,
    })),
  ]),
  { cron: "0 12 * * L", holds: (day) => day.weekday === "SAT" },
  // Both day fields: one of the two is enough, and only a literal `*` is no restriction.
  { cron: "0 12 1-7 * MON", holds: (day) => day.date <= 7 || day.weekday === "MON" },
  {
    cron: "0 12 LW * FRIL",
    holds: (day) =>
      day === day.month.findLast(isWorkday) || (day.weekday === "FRI" && sameWeekday(day).at(-1) === day),
  },
  { cron: "0 12 */1 * MON", holds: () => true },
  { cron: "0 12 15 * 1-7", holds: () => true },
  { cron: "0 12 * 2,11 *", holds: (day) => ["02", "11"].includes(day.iso.slice(5, 7)) },
];

describe("day forms on each day from 2020 to 2032", () => {
  it("walks the whole calendar", () => {
    expect(DAYS.length).toBe(4749);
  });

  it.each(FORMS)("$cron", ({ cron, holds }) => {
    const subject = parsed(cron);
    const found = DAYS.filter((day) => matches(subject, day.minute)).map((day) => day.iso);
    expect(found).toEqual(DAYS.filter(holds).map((day) => day.iso));
  });
});
