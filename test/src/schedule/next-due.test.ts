import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule, ZoneOffsets } from "../../../src/job-map.ts";
import { nextDue, previousDue } from "../../../src/schedule/next-due.ts";
import { isoOf, minuteOf } from "./support/instant.ts";
import { temporalZone } from "./support/temporal-zone.ts";

const ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Kiritimati"];
/** Days since 1970-01-01 of a local date. */
const day = (date: string) => Date.parse(`${date}T00:00Z`) / 86_400_000;
/** Ten hours forward at midnight and another hour two hours later: no clock shows 00:00 to 10:00 or 12:00 to 13:00. */
const UP_TWICE: ZoneOffsets = {
  first: 0,
  changes: [
    [minuteOf("2026-01-10T00:00Z"), 600],
    [minuteOf("2026-01-10T02:00Z"), 660],
  ],
};
/** Ten hours forward at midnight and nine back two hours later: what was skipped from 03:00 on is shown after all. */
const UP_AND_BACK: ZoneOffsets = {
  first: 0,
  changes: [
    [minuteOf("2026-01-10T00:00Z"), 600],
    [minuteOf("2026-01-10T02:00Z"), 60],
  ],
};
const REAL = ZONES.map((zone) => [zone, temporalZone(zone, "2025-01-01", "2041-01-01")] as const);
const ALMANAC: Almanac = {
  zones: { ...Object.fromEntries(REAL), "Up/Twice": UP_TWICE, "Up/And_Back": UP_AND_BACK },
  dates: {
    holidays: ["2026-12-25", "2027-01-01", "2039-12-26"].map(day),
    elections: ["2027-05-06", "2027-12-25"].map(day),
  },
};
const NEW_YORK = { cron: "30 2 * * *", zone: "America/New_York" } as const;
const REPEATED = { cron: "30 1 * * *", zone: "America/New_York" } as const;
const LORD_HOWE = { cron: "45 1 * * *", zone: "Australia/Lord_Howe" } as const;
const LONDON = { cron: "0 9 * * *", zone: "Europe/London" } as const;

interface Row {
  readonly rule: ScheduleRule;
  /** All instants between the two, which are excluded. */
  readonly between: readonly [string, string];
  readonly want: readonly string[];
}

/** Forwards from the first end and backwards from the second. */
function expectRow({ rule, between: [after, before], want }: Row): void {
  const forwards: (string | null)[] = [];
  let next = nextDue([rule], minuteOf(after), ALMANAC);
  for (; next !== null && next < minuteOf(before); next = nextDue([rule], next, ALMANAC)) {
    forwards.push(isoOf(next));
  }
  expect(forwards).toEqual(want);
  const backwards: (string | null)[] = [];
  let previous = previousDue([rule], minuteOf(before), ALMANAC);
  while (previous !== null && previous > minuteOf(after)) {
    backwards.push(isoOf(previous));
    previous = previousDue([rule], previous, ALMANAC);
  }
  expect(backwards).toEqual(want.toReversed());
}

describe("on the days of a change", () => {
  const spring: Row["between"] = ["2026-03-07T12:00Z", "2026-03-09T12:00Z"];
  const autumn: Row["between"] = ["2026-10-31T12:00Z", "2026-11-02T12:00Z"];
  const howeSpring: Row["between"] = ["2026-10-02T20:00Z", "2026-10-04T20:00Z"];
  const howeAutumn: Row["between"] = ["2026-04-04T00:00Z", "2026-04-05T20:00Z"];
  it.each<Row>([
    // 02:30 is skipped on 8 March, and comes once on 1 November.
    { rule: NEW_YORK, between: spring, want: ["2026-03-08T07:30Z", "2026-03-09T06:30Z"] },
    { rule: { ...NEW_YORK, gap: "skip" }, between: spring, want: ["2026-03-09T06:30Z"] },
    { rule: NEW_YORK, between: autumn, want: ["2026-11-01T07:30Z", "2026-11-02T07:30Z"] },
    {
      rule: { ...NEW_YORK, repeat: "last" },
      between: autumn,
      want: ["2026-11-01T07:30Z", "2026-11-02T07:30Z"],
    },
    {
      rule: { ...NEW_YORK, repeat: "both" },
      between: autumn,
      want: ["2026-11-01T07:30Z", "2026-11-02T07:30Z"],
    },
    // 01:30 comes twice on 1 November.
    { rule: REPEATED, between: autumn, want: ["2026-11-01T05:30Z", "2026-11-02T06:30Z"] },
    {
      rule: { ...REPEATED, repeat: "last" },
      between: autumn,
      want: ["2026-11-01T06:30Z", "2026-11-02T06:30Z"],
    },
    {
      rule: { ...REPEATED, repeat: "both" },
      between: autumn,
      want: ["2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-02T06:30Z"],
    },
    // The shifted 02:30 comes after 03:00, which was written later.
    {
      rule: { ...NEW_YORK, cron: "0,30 2,3 8 3 *" },
      between: spring,
      want: ["2026-03-08T07:00Z", "2026-03-08T07:30Z"],
    },
    // An interval follows the clock face: nothing is shifted, and both passes run.
    {
      rule: { ...NEW_YORK, cron: "30 */2 8 3 *", isInterval: true },
      between: ["2026-03-08T04:00Z", "2026-03-08T12:00Z"],
      want: ["2026-03-08T05:30Z", "2026-03-08T08:30Z", "2026-03-08T10:30Z"],
    },
    {
      rule: { ...NEW_YORK, cron: "30 * * * *", isInterval: true },
      between: ["2026-11-01T05:00Z", "2026-11-01T08:00Z"],
      want: ["2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:30Z"],
    },
    // Half an hour from 02:00 on is skipped, half an hour before 02:00 comes again.
    {
      rule: { ...LORD_HOWE, cron: "15 2 * * *" },
      between: howeSpring,
      want: ["2026-10-03T15:45Z", "2026-10-04T15:15Z"],
    },
    { rule: LORD_HOWE, between: howeAutumn, want: ["2026-04-04T14:45Z", "2026-04-05T15:15Z"] },
    {
      rule: { ...LORD_HOWE, repeat: "last" },
      between: howeAutumn,
      want: ["2026-04-04T15:15Z", "2026-04-05T15:15Z"],
    },
  ])("$rule between $between: $want", expectRow);
});

describe("where the clocks change twice within hours", () => {
  const night: Row["between"] = ["2026-01-09T12:00Z", "2026-01-10T12:00Z"];
  it.each<Row>([
    // 05:00 is shifted past the second change, at which the clocks have shown 14:00.
    {
      rule: { cron: "0 5,14 10 1 *", zone: "Up/Twice" },
      between: night,
      want: ["2026-01-10T03:00Z", "2026-01-10T05:00Z"],
    },
    {
      rule: { cron: "0 5 10 1 *", zone: "Up/Twice" },
      between: ["2026-01-10T04:00Z", "2026-01-10T12:00Z"],
      want: ["2026-01-10T05:00Z"],
    },
    // 01:00 is skipped, 05:00 is not.
    {
      rule: { cron: "0 1,5 10 1 *", zone: "Up/And_Back" },
      between: night,
      want: ["2026-01-10T01:00Z", "2026-01-10T04:00Z"],
    },
  ])("$rule between $between: $want", expectRow);
});

describe("modifiers", () => {
  it.each<Row>([
    // Monday begins on Sunday in UTC.
    {
      rule: { cron: "0 0 * * MON", zone: "Pacific/Kiritimati" },
      between: ["2026-11-22T10:00Z", "2026-12-06T10:01Z"],
      want: ["2026-11-29T10:00Z", "2026-12-06T10:00Z"],
    },
    {
      rule: { ...LONDON, only: ["elections", "holidays"], except: ["elections"] },
      between: ["2026-11-23T00:00Z", "2040-12-31T00:00Z"],
      want: ["2026-12-25T09:00Z", "2027-01-01T09:00Z", "2039-12-26T09:00Z"],
    },
    {
      rule: { cron: "0 9 * * *", only: ["elections"] },
      between: ["2026-11-23T00:00Z", "2040-12-31T00:00Z"],
      want: ["2027-05-06T09:00Z", "2027-12-25T09:00Z"],
    },
    {
      rule: {
        ...LONDON,
        everyDays: { days: 14, fromDay: day("2026-10-20") },
        fromDay: day("2026-10-20"),
        untilDay: day("2026-11-17"),
      },
      between: ["2026-01-01T00:00Z", "2040-12-31T00:00Z"],
      want: ["2026-10-20T08:00Z", "2026-11-03T09:00Z", "2026-11-17T09:00Z"],
    },
    // Every fourth day that is a Monday: once in 28 days.
    {
      rule: { cron: "0 9 * * MON", everyDays: { days: 4, fromDay: day("2026-11-23") } },
      between: ["2026-11-01T00:00Z", "2027-01-18T09:00Z"],
      want: ["2026-11-23T09:00Z", "2026-12-21T09:00Z"],
    },
    // The part after midnight of 22:00-02:00, on the nights that begin on a holiday.
    {
      rule: { cron: "0 0-1 * * *", carryDays: 1, zone: "America/New_York", only: ["holidays"] },
      between: ["2026-12-01T00:00Z", "2027-01-01T20:00Z"],
      want: ["2026-12-26T05:00Z", "2026-12-26T06:00Z"],
    },
    {
      rule: {
        ...LONDON,
        cron: "*/20 * * * *",
        isInterval: true,
        fromMinute: minuteOf("2026-07-01T08:20Z"),
        untilMinute: minuteOf("2026-07-01T09:00Z"),
      },
      between: ["2026-01-01T00:00Z", "2040-12-31T00:00Z"],
      want: ["2026-07-01T07:20Z", "2026-07-01T07:40Z", "2026-07-01T08:00Z"],
    },
  ])("$rule between $between: $want", expectRow);
});

describe("the ends of what is searched", () => {
  it.each<{ rule: ScheduleRule; first: string | null; last: string | null }>([
    { rule: { cron: "59 23 31 12 *" }, first: "1970-12-31T23:59Z", last: "9999-12-31T23:59Z" },
    {
      rule: { cron: "59 23 31 12 *", zone: "Europe/London" },
      first: "1970-12-31T23:59Z",
      last: "2040-12-31T23:59Z",
    },
    // 14:00 of 31 December in UTC; in the zone it is the year after.
    {
      rule: { cron: "0 4 1 1 *", zone: "Pacific/Kiritimati", fromDay: day("2026-01-01") },
      first: "2025-12-31T14:00Z",
      last: "2040-12-31T14:00Z",
    },
    {
      rule: { cron: "0 9 * * *", fromDay: day("2026-11-24"), untilDay: day("2026-11-24") },
      first: "2026-11-24T09:00Z",
      last: "2026-11-24T09:00Z",
    },
  ])("$rule: $first to $last", ({ rule, first, last }) => {
    expect(isoOf(nextDue([rule], -Infinity, ALMANAC))).toBe(first);
    expect(isoOf(previousDue([rule], Infinity, ALMANAC))).toBe(last);
    expect(isoOf(nextDue([rule], minuteOf(last ?? ""), ALMANAC))).toBe(null);
    expect(isoOf(previousDue([rule], minuteOf(first ?? ""), ALMANAC))).toBe(null);
  });

  it.each<{ rules: readonly ScheduleRule[] }>([
    { rules: [] },
    { rules: [{ cron: "0 0 31 2 *" }] },
    { rules: [{ cron: "0 0 31 2 *", zone: "Europe/London" }] },
    { rules: [{ ...LONDON, only: [] }] },
    { rules: [{ ...LONDON, only: ["holidays"], except: ["holidays"] }] },
    { rules: [{ ...LONDON, fromDay: day("2026-11-24"), untilDay: day("2026-11-23") }] },
    {
      rules: [
        {
          ...NEW_YORK,
          cron: "30 2 8 3 *",
          gap: "skip",
          fromDay: day("2026-03-08"),
          untilDay: day("2026-03-08"),
        },
      ],
    },
    { rules: [{ ...LONDON, fromDay: day("2041-01-02") }] },
  ])("never: $rules", ({ rules }) => {
    expect(nextDue(rules, -Infinity, ALMANAC)).toBe(null);
    expect(previousDue(rules, Infinity, ALMANAC)).toBe(null);
  });

  it("ends at once where counted weeks never fall on the cron's weekday", () => {
    let lookUps = 0;
    const counting: Almanac = {
      zones: ALMANAC.zones,
      dates: {
        get holidays() {
          lookUps++;
          return [];
        },
      },
    };
    const everyDays = { days: 14, fromDay: day("2026-11-24") }; // a Tuesday
    for (const zone of [{}, { zone: "America/New_York" }]) {
      const rule: ScheduleRule = { cron: "0 9 * * MON", except: ["holidays"], everyDays, ...zone };
      expect(nextDue([rule], minuteOf("2026-11-23T00:00Z"), counting)).toBe(null);
      expect(previousDue([rule], minuteOf("2026-11-23T00:00Z"), counting)).toBe(null);
      expect(lookUps).toBe(0);
    }
    const rule: ScheduleRule = { cron: "0 9 * * TUE", except: ["holidays"], everyDays };
    expect(isoOf(nextDue([rule], minuteOf("2026-11-25T00:00Z"), counting))).toBe("2026-12-08T09:00Z");
    expect(lookUps).toBeGreaterThan(0);
  });

  it("takes the nearest of several rules", () => {
    const rules: ScheduleRule[] = [LONDON, NEW_YORK, { cron: "0 8 * * *" }];
    const noon = minuteOf("2026-07-01T12:00Z");
    expect(isoOf(nextDue(rules, noon, ALMANAC))).toBe("2026-07-02T06:30Z");
    expect(isoOf(previousDue(rules, noon, ALMANAC))).toBe("2026-07-01T08:00Z");
  });
});
