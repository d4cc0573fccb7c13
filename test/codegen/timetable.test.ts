import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lowerSchedules } from "../../codegen/passes/lower-schedule.ts";
import type { RawAt, RawDays, RawEvery } from "../../codegen/schema/raw.ts";
import { firstCommonMinute, shortestPeriodMs } from "../../codegen/timetable.ts";
import { writtenMinutes } from "./support/written-minutes.ts";

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

describe("shortestPeriodMs", () => {
  it("is the least distance between two runs in four years", () => {
    fc.assert(
      fc.property(schedules, (parts) => {
        const minutes = minutesOf(parts);
        const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
        const least = gaps.reduce((smallest, gap) => Math.min(smallest, gap), Infinity);
        expect(shortestPeriodMs(lowerSchedules(parts))).toBe(least === Infinity ? null : least * 60_000);
      }),
      { numRuns: 40 },
    );
  });
});

describe("firstCommonMinute", () => {
  it("is the first minute that both have, or none", () => {
    fc.assert(
      fc.property(schedules, schedules, (left, right) => {
        const both = new Set(minutesOf(right));
        const first = minutesOf(left).find((minute) => both.has(minute)) ?? null;
        expect(firstCommonMinute(lowerSchedules(left), lowerSchedules(right))).toBe(first);
      }),
      { numRuns: 40 },
    );
  });
});
