import { describe, expect, it } from "vitest";
import { daysBetween, daysText, stretchText } from "../../../codegen/preview/days.ts";

const minuteOf = (text: string): number => Date.parse(text) / 60_000;
const dayOf = (text: string): number => Date.parse(text) / 86_400_000;
const week = daysBetween(minuteOf("2026-11-23T00:00Z"), minuteOf("2026-11-30T00:00Z"));
const month = daysBetween(minuteOf("2026-11-23T00:00Z"), minuteOf("2026-12-24T00:00Z"));

const stretches = [
  { given: ["2026-11-23T00:00Z", "2026-11-24T00:00Z"], want: "Mon 23 Nov 2026" },
  { given: ["2026-11-23T00:00Z", "2026-11-30T00:00Z"], want: "Mon 23 to Sun 29 Nov 2026" },
  { given: ["2026-12-28T00:00Z", "2027-01-04T00:00Z"], want: "Mon 28 Dec to Sun 3 Jan 2027" },
  { given: ["2026-11-23T17:30Z", "2026-11-24T17:30Z"], want: "Mon 23 Nov 17:30 to Tue 24 Nov 17:30 2026" },
] as const;

describe("a stretch of time", () => {
  it.each(stretches)("is $want", ({ given: [from, until], want }) => {
    expect(stretchText(minuteOf(from), minuteOf(until))).toBe(want);
  });

  it("has the UTC days that it touches", () => {
    const days = daysBetween(minuteOf("2026-11-23T23:59Z"), minuteOf("2026-11-25T00:00Z"));
    expect(days).toEqual([dayOf("2026-11-23"), dayOf("2026-11-24")]);
  });
});

const named: { given: string[]; of: number[]; want: string }[] = [
  { given: ["2026-11-23"], of: week, want: "Mon 23 Nov" },
  { given: ["2026-11-23", "2026-11-24", "2026-11-27"], of: week, want: "Mon 23 to Tue 24 Nov, Fri 27 Nov" },
  { given: ["2026-11-30", "2026-12-01"], of: month, want: "Mon 30 Nov to Tue 1 Dec" },
  { given: ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"], of: month, want: "every Sun" },
  // Not all of the month's Sundays.
  { given: ["2026-11-29", "2026-12-06"], of: month, want: "Sun 29 Nov, Sun 6 Dec" },
];

describe("days", () => {
  it.each(named)("are $want", ({ given, of, want }) => {
    expect(daysText(given.map(dayOf), of)).toBe(want);
  });

  it("are named by their weekdays over more than a week", () => {
    const on = (...weekdays: number[]): number[] =>
      month.filter((day) => weekdays.includes(new Date(day * 86_400_000).getUTCDay()));
    expect(daysText(month, month)).toBe("every day");
    expect(daysText(on(1, 2, 3, 4, 5), month)).toBe("every Mon to Fri");
    expect(daysText(on(6, 0), month)).toBe("every Sat and Sun");
    expect(daysText(on(1, 3, 5), month)).toBe("every Mon, Wed and Fri");
  });
});
