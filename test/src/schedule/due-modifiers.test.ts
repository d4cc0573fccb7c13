import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { minuteOf } from "./support/instant.ts";

/** Days since 1970-01-01 of a local date. */
const day = (date: string) => Date.parse(`${date}T00:00Z`) / 86_400_000;
/** Minutes of a local clock since 1970-01-01T00:00. */
const local = (time: string) => minuteOf(`${time}Z`);

const ALMANAC: Almanac = {
  zones: {
    "Europe/London": {
      first: 0,
      changes: [
        [minuteOf("2026-03-29T01:00Z"), 60],
        [minuteOf("2026-10-25T01:00Z"), 0],
      ],
    },
    // Midnight to 01:00 of Friday, 24 April is skipped.
    "Africa/Cairo": { first: 120, changes: [[minuteOf("2026-04-23T22:00Z"), 180]] },
  },
  dates: {
    easter: [day("2026-04-03"), day("2026-04-06"), day("2027-03-26"), day("2027-03-29")],
    christmas: [day("2026-12-25")],
    friday: [day("2026-04-24")],
  },
};
const LONDON = { cron: "30 9 * * *", zone: "Europe/London" } as const;
/** 22:00 to 06:00, its part after midnight. */
const NIGHT = { cron: "0 0-6 * * *", carryDays: 1 } as const;

interface Row {
  readonly rule: ScheduleRule;
  readonly at: string;
  readonly want: boolean;
}

function expectRow({ rule, at, want }: Row): void {
  expect(isDue([rule], minuteOf(at), ALMANAC)).toBe(want);
}

describe("fromDay and untilDay", () => {
  it.each<Row>([
    { rule: { ...LONDON, fromDay: day("2026-07-02") }, at: "2026-07-01T08:30Z", want: false },
    { rule: { ...LONDON, fromDay: day("2026-07-02") }, at: "2026-07-02T08:30Z", want: true },
    { rule: { ...LONDON, untilDay: day("2026-07-02") }, at: "2026-07-02T08:30Z", want: true },
    { rule: { ...LONDON, untilDay: day("2026-07-02") }, at: "2026-07-03T08:30Z", want: false },
    // 00:30 of London's 2 July is 23:30 of UTC's 1 July.
    {
      rule: { cron: "30 0 * * *", zone: "Europe/London", fromDay: day("2026-07-02") },
      at: "2026-07-01T23:30Z",
      want: true,
    },
    // Of a carried time, the date on which it began.
    { rule: { ...NIGHT, fromDay: day("2026-07-02") }, at: "2026-07-02T03:00Z", want: false },
    { rule: { ...NIGHT, fromDay: day("2026-07-02") }, at: "2026-07-03T03:00Z", want: true },
    { rule: { ...NIGHT, untilDay: day("2026-07-02") }, at: "2026-07-03T03:00Z", want: true },
    { rule: { ...NIGHT, untilDay: day("2026-07-02") }, at: "2026-07-04T03:00Z", want: false },
  ])("$rule at $at: $want", expectRow);
});

describe("fromMinute and untilMinute", () => {
  it.each<Row>([
    { rule: { ...LONDON, fromMinute: local("2026-07-02T09:30") }, at: "2026-07-02T08:30Z", want: true },
    { rule: { ...LONDON, fromMinute: local("2026-07-02T09:31") }, at: "2026-07-02T08:30Z", want: false },
    { rule: { ...LONDON, untilMinute: local("2026-07-02T09:30") }, at: "2026-07-02T08:30Z", want: true },
    { rule: { ...LONDON, untilMinute: local("2026-07-02T09:29") }, at: "2026-07-02T08:30Z", want: false },
    // The clock's own reading, also of a carried time.
    { rule: { ...NIGHT, fromMinute: local("2026-07-02T03:00") }, at: "2026-07-02T03:00Z", want: true },
    { rule: { ...NIGHT, untilMinute: local("2026-07-02T03:00") }, at: "2026-07-02T04:00Z", want: false },
    // 01:30 is skipped and runs at 02:30; the window speaks of 01:30.
    {
      rule: { cron: "30 1 * * *", zone: "Europe/London", untilMinute: local("2026-03-29T01:30") },
      at: "2026-03-29T01:30Z",
      want: true,
    },
    {
      rule: { cron: "30 1 * * *", zone: "Europe/London", fromMinute: local("2026-03-29T02:00") },
      at: "2026-03-29T01:30Z",
      want: false,
    },
    // Both passes of 01:30 read the same.
    {
      rule: {
        cron: "30 1 * * *",
        zone: "Europe/London",
        repeat: "both",
        fromMinute: local("2026-10-25T01:30"),
        untilMinute: local("2026-10-25T01:30"),
      },
      at: "2026-10-25T01:30Z",
      want: true,
    },
  ])("$rule at $at: $want", expectRow);
});

describe("except and only", () => {
  it.each<Row>([
    { rule: { ...LONDON, except: ["easter"] }, at: "2026-04-03T08:30Z", want: false },
    { rule: { ...LONDON, except: ["easter"] }, at: "2026-04-04T08:30Z", want: true },
    { rule: { ...LONDON, except: ["easter"] }, at: "2027-03-29T08:30Z", want: false },
    { rule: { ...LONDON, except: ["easter", "christmas"] }, at: "2026-12-25T09:30Z", want: false },
    { rule: { ...LONDON, only: ["easter", "christmas"] }, at: "2026-12-25T09:30Z", want: true },
    { rule: { ...LONDON, only: ["easter", "christmas"] }, at: "2026-12-26T09:30Z", want: false },
    { rule: { ...LONDON, only: ["easter"], except: ["easter"] }, at: "2026-04-03T08:30Z", want: false },
    { rule: { ...LONDON, only: [] }, at: "2026-04-03T08:30Z", want: false },
    { rule: { ...NIGHT, except: ["christmas"] }, at: "2026-12-25T03:00Z", want: true },
    { rule: { ...NIGHT, except: ["christmas"] }, at: "2026-12-26T03:00Z", want: false },
  ])("$rule at $at: $want", expectRow);
});

describe("everyDays", () => {
  const everyThird: ScheduleRule = { ...LONDON, everyDays: { days: 3, fromDay: day("2026-10-23") } };
  const weeks: ScheduleRule = { cron: "0 0 * * *", everyDays: { days: 14, fromDay: day("2026-11-24") } };
  it.each<Row>([
    { rule: everyThird, at: "2026-10-23T08:30Z", want: true },
    { rule: everyThird, at: "2026-10-24T08:30Z", want: false },
    // Days are counted, not hours: the clocks went back on the 25th.
    { rule: everyThird, at: "2026-10-26T09:30Z", want: true },
    { rule: weeks, at: "2026-12-01T00:00Z", want: false },
    { rule: weeks, at: "2026-12-08T00:00Z", want: true },
    { rule: { ...weeks, everyDays: { days: 1, fromDay: 0 } }, at: "2026-12-01T00:00Z", want: true },
    // Of a carried time, the date on which it began.
    {
      rule: { ...NIGHT, everyDays: { days: 2, fromDay: day("2026-11-24") } },
      at: "2026-11-25T00:00Z",
      want: true,
    },
    {
      rule: { ...NIGHT, everyDays: { days: 2, fromDay: day("2026-11-24") } },
      at: "2026-11-24T00:00Z",
      want: false,
    },
  ])("$rule at $at: $want", expectRow);
});

describe("the date of a shifted time is the one that was written", () => {
  const midnight = { cron: "0 0 * * FRI", zone: "Africa/Cairo" } as const;
  const lateAndOver = { cron: "15 0 * * THU", carryDays: 1, zone: "Africa/Cairo" } as const;
  const at = "2026-04-23T22:00Z"; // the clock shows Friday, 01:00
  it.each<Row>([
    { rule: midnight, at, want: true },
    { rule: { ...midnight, cron: "0 0 * * THU" }, at, want: false },
    { rule: { ...midnight, except: ["friday"] }, at, want: false },
    { rule: { ...midnight, only: ["friday"] }, at, want: true },
    { rule: { ...midnight, fromDay: day("2026-04-24") }, at, want: true },
    { rule: { ...midnight, untilDay: day("2026-04-23") }, at, want: false },
    { rule: { ...midnight, gap: "skip" }, at, want: false },
    // 23:30 to 01:30 of Thursday: 00:15 lies on Friday, and belongs to Thursday.
    { rule: lateAndOver, at: "2026-04-23T22:15Z", want: true },
    { rule: { ...lateAndOver, except: ["friday"] }, at: "2026-04-23T22:15Z", want: true },
    { rule: { ...lateAndOver, isInterval: true }, at: "2026-04-23T22:15Z", want: false },
  ])("$rule at $at: $want", expectRow);
});

describe("a name that the almanac lacks", () => {
  it.each([
    {
      rule: { ...LONDON, zone: "Europe/Nowhere" },
      want: 'the job map\'s almanac lacks the zone "Europe/Nowhere"',
    },
    { rule: { ...LONDON, only: ["nowhere"] }, want: 'the job map\'s almanac lacks the dates "nowhere"' },
  ])("is our bug: $want", ({ rule, want }) => {
    expect(() => isDue([rule], minuteOf("2026-07-02T08:30Z"), ALMANAC)).toThrow(want);
  });
});
