import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule, ZoneOffsets } from "../../../src/job-map.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { nextDue, previousDue } from "../../../src/schedule/next-due.ts";
import { cronText } from "./support/cron-arbitrary.ts";
import { temporalZone } from "./support/temporal-zone.ts";
import { START, zones } from "./support/zone-arbitrary.ts";

const DAY = 1440;
/** Minutes searched on either side; no time is shifted by more than 28 hours. */
const SPAN = 1.5 * DAY;

const REAL = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
].map((name) => temporalZone(name, "2025-01-01", "2041-01-01"));

/** A zone and an instant within hours of one of its changes. */
const places = fc
  .record({
    zone: fc.oneof({ weight: 2, arbitrary: zones }, fc.constantFrom(...REAL)),
    index: fc.nat(),
    away: fc.integer({ min: -DAY, max: DAY }),
  })
  .map(({ zone, index, away }) => {
    const [at = START] = zone.changes[index % Math.max(1, zone.changes.length)] ?? [];
    return { zone, center: at + away };
  });

/** Often due within a few days, which a random expression seldom is. */
const frequentCron = fc
  .tuple(
    fc.constantFrom("*", "*/15", "30", "0,45", "5-7"),
    fc.constantFrom("*", "*/2", "2", "0-4", "1,2,23"),
    fc.constantFrom("*", "*", "*", "*/2", "L"),
    fc.constantFrom("*", "*", "MON-FRI", "SUN", "FRI,SAT,SUN"),
  )
  .map(([minutes, hours, days, weekdays]) => `${minutes} ${hours} ${days} * ${weekdays}`);

/** Days and minutes are relative to the day of the place. */
const modifiers = {
  carryDays: fc.constant(1 as const),
  isInterval: fc.constant(true as const),
  gap: fc.constant("skip" as const),
  repeat: fc.constantFrom("last" as const, "both" as const),
  fromDay: fc.integer({ min: -4, max: 1 }),
  untilDay: fc.integer({ min: -1, max: 4 }),
  fromMinute: fc.integer({ min: -3 * DAY, max: DAY }),
  untilMinute: fc.integer({ min: -DAY, max: 3 * DAY }),
  except: fc.constantFrom(["odd"], ["even", "odd"], ["none"]),
  only: fc.constantFrom(["odd"], ["even", "odd"], ["none"], []),
  everyDays: fc.record({ days: fc.constantFrom(1, 2, 3, 7), fromDay: fc.integer({ min: -9, max: 9 }) }),
};

/** With at most three modifiers, as with all of them nothing would be left. */
const rules = fc.record({
  cron: fc.oneof({ weight: 4, arbitrary: frequentCron }, cronText),
  isLocal: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  modifiers: fc
    .subarray(Object.keys(modifiers), { maxLength: 3 })
    .chain((chosen) => fc.tuple(fc.record(modifiers), fc.constant(chosen)))
    .map(([all, chosen]): Partial<typeof all> => {
      return Object.fromEntries(Object.entries(all).filter(([key]) => chosen.includes(key)));
    }),
});

type RelativeRule = typeof rules extends fc.Arbitrary<infer T> ? T : never;

function ruleAt(day: number, { cron, isLocal, modifiers: given }: RelativeRule): ScheduleRule {
  const { fromDay, untilDay, fromMinute, untilMinute, everyDays, ...others } = given;
  return {
    cron,
    ...(isLocal ? { zone: "Test" } : {}),
    ...others,
    ...(fromDay === undefined ? {} : { fromDay: day + fromDay }),
    ...(untilDay === undefined ? {} : { untilDay: day + untilDay }),
    ...(fromMinute === undefined ? {} : { fromMinute: day * DAY + fromMinute }),
    ...(untilMinute === undefined ? {} : { untilMinute: day * DAY + untilMinute }),
    ...(everyDays === undefined ? {} : { everyDays: { ...everyDays, fromDay: day + everyDays.fromDay } }),
  };
}

function almanacAt(day: number, zone: ZoneOffsets): Almanac {
  return {
    zones: { Test: zone },
    dates: { odd: [day - 3, day - 1, day + 1], even: [day - 2, day, day + 2, day + 40], none: [] },
  };
}

function dueWithin(
  schedule: readonly ScheduleRule[],
  from: EpochMinute,
  to: EpochMinute,
  almanac: Almanac,
): EpochMinute[] {
  const due: EpochMinute[] = [];
  for (let minute = from; minute <= to; minute++) if (isDue(schedule, minute, almanac)) due.push(minute);
  return due;
}

/** Brute force is slow on a busy machine. */
describe("nextDue and previousDue", { timeout: 30_000 }, () => {
  it("walk the minutes that isDue holds, near any change of the clocks, both ways", () => {
    let found = 0;
    fc.assert(
      fc.property(places, rules, ({ zone, center }, given) => {
        const day = Math.floor(center / DAY);
        const almanac = almanacAt(day, zone);
        const schedule = [ruleAt(day, given)];
        const [from, to] = [center - SPAN, center + SPAN];
        const want = dueWithin(schedule, from, to, almanac);
        found += want.length > 0 ? 1 : 0;

        const forwards: EpochMinute[] = [];
        let next = nextDue(schedule, from - 1, almanac);
        for (; next !== null && next <= to; next = nextDue(schedule, next, almanac)) forwards.push(next);
        expect(forwards).toEqual(want);

        const backwards: EpochMinute[] = [];
        let previous = previousDue(schedule, to + 1, almanac);
        for (; previous !== null && previous >= from; previous = previousDue(schedule, previous, almanac)) {
          backwards.push(previous);
        }
        expect(backwards).toEqual(want.toReversed());
      }),
      { numRuns: 150 },
    );
    expect(found, "cases in which something is due").toBeGreaterThan(40);
  });

  it("start at any minute, due or not", () => {
    fc.assert(
      fc.property(places, rules, fc.integer({ min: -SPAN, max: SPAN }), ({ zone, center }, given, away) => {
        const day = Math.floor(center / DAY);
        const almanac = almanacAt(day, zone);
        const schedule = [ruleAt(day, given)];
        const minute = center + away;
        const next = nextDue(schedule, minute, almanac);
        const previous = previousDue(schedule, minute, almanac);
        // Whichever is far away is only looked for nearby.
        const [low, high] = [minute - SPAN, minute + SPAN];
        const after = dueWithin(schedule, minute + 1, Math.min(next ?? high, high), almanac);
        const before = dueWithin(schedule, Math.max(previous ?? low, low), minute - 1, almanac);
        expect(after).toEqual(next !== null && next <= high ? [next] : []);
        expect(before).toEqual(previous !== null && previous >= low ? [previous] : []);
        if (next !== null) expect(isDue(schedule, next, almanac)).toBe(true);
        if (previous !== null) expect(isDue(schedule, previous, almanac)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
