import * as fc from "fast-check";
import { builtIn } from "../../../codegen/schema/built-in.ts";
import { describe, expect, it } from "vitest";
import { lowerSchedules } from "../../../codegen/passes/lower-schedule.ts";
import type { RawAt, RawDays, RawEvery, RawSchedule } from "../../../codegen/schema/raw.ts";
import { firstCommonMinute, shortestPeriodMs } from "../../../codegen/passes/timetable.ts";
import { writtenMinutes } from "../support/written-minutes.ts";

/** The days that the compiler's checks look at. */
const firstDay = Date.UTC(2026, 0, 1) / 86_400_000;
const dayCount = 4 * 365 + 1;

const kindsOfDays: RawDays[] = [
  "weekdays",
  ["mon"],
  { day: [29] },
  { day: ["last", 1] },
  { fifth: "wed" },
  { last: ["fri"] },
];
const days = fc.option(fc.constantFrom(...kindsOfDays), { nil: undefined });
const at = fc
  .record({ at: fc.uniqueArray(fc.constantFrom("00:00", "00:01", "06:30", "23:59"), { minLength: 1 }), days })
  .map((schedule): RawAt => schedule);
const night = fc
  .record({
    every: fc.constantFrom("2h", "3h"),
    between: fc.constantFrom("22:00-06:00", "21:00-00:00"),
    days,
  })
  .map((schedule): RawEvery => schedule);
const schedules = fc.array(fc.oneof(at, night), { minLength: 1, maxLength: 2 });

function minutesOf(parts: readonly (RawAt | RawEvery)[]): number[] {
  return [...new Set(parts.flatMap((part) => writtenMinutes(part, firstDay, dayCount)))].toSorted(
    (a, b) => a - b,
  );
}

const almanac = { zones: {}, dates: {} };

function minuteAt(text: string): number {
  return Date.parse(`${text}Z`) / 60_000;
}

describe("shortestPeriodMs", () => {
  it("is the least distance between two runs in four years", () => {
    fc.assert(
      fc.property(schedules, (parts) => {
        const minutes = minutesOf(parts);
        const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
        const least = gaps.reduce((smallest, gap) => Math.min(smallest, gap), Infinity);
        expect(shortestPeriodMs(lowerSchedules(parts, builtIn), almanac)).toBe(
          least === Infinity ? null : least * 60_000,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("firstCommonMinute", () => {
  const rows: { name: string; left: RawSchedule; right: RawSchedule; want: string | null }[] = [
    {
      name: "one takes over from the other within a day",
      left: { every: "10m", until: "2027-03-01T12:00" },
      right: { every: "10m", from: "2027-03-01T12:01" },
      want: null,
    },
    {
      name: "both hold the last minute of the one",
      left: { every: "10m", until: "2027-03-01T12:00" },
      right: { every: "10m", from: "2027-03-01T12:00" },
      want: "2027-03-01T12:00",
    },
    {
      name: "their windows are apart",
      left: { at: "09:00", until: "2026-12-31" },
      right: { at: "09:00", from: "2027-01-01" },
      want: null,
    },
    {
      name: "a fortnight meets a month's first day",
      left: { every: "2w", from: "2026-11-24", at: "09:00" },
      right: { at: "09:00", days: { day: [1] } },
      // 31 times 14 days after 24 November 2026.
      want: "2028-02-01T09:00",
    },
    {
      name: "clocks of two zones are not compared",
      left: { at: "09:00", timeZone: "Europe/London" },
      right: { at: "09:00" },
      want: null,
    },
    {
      name: "clocks of one zone are",
      left: { at: "09:00", timeZone: "Europe/London", from: "2026-06-01" },
      right: { cron: "0 9 * * *", timeZone: "Europe/London" },
      want: "2026-06-01T09:00",
    },
  ];
  it.each(rows)("$name", ({ left, right, want }) => {
    const common = firstCommonMinute(
      lowerSchedules([left], builtIn),
      lowerSchedules([right], builtIn),
      almanac,
    );
    expect(common).toBe(want === null ? null : minuteAt(want));
  });

  it("is the first minute that both have, or none", () => {
    fc.assert(
      fc.property(schedules, schedules, (left, right) => {
        const both = new Set(minutesOf(right));
        const first = minutesOf(left).find((minute) => both.has(minute)) ?? null;
        expect(
          firstCommonMinute(lowerSchedules(left, builtIn), lowerSchedules(right, builtIn), almanac),
        ).toBe(first);
      }),
      { numRuns: 40 },
    );
  });
});
