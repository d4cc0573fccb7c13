import { describe, expect, it } from "vitest";
import { declaredMinutes, type ScheduleContext } from "../../../codegen/proof/declared-minutes.ts";
import type { RawSchedule } from "../../../codegen/schema/raw.ts";
import { isoOf, minuteOf } from "../../src/schedule/support/instant.ts";
import { contextIn, UTC, zoneOf } from "./support/context.ts";

interface Row {
  readonly given: RawSchedule;
  /** IANA name; UTC if left out. */
  readonly zone?: string;
  readonly dst?: Partial<ScheduleContext["dst"]>;
  /** Dates of UTC, the second exclusive. */
  readonly between: readonly [string, string];
  readonly want: readonly string[];
}

function expectRow({ given, zone, dst, between: [from, until], want }: Row): void {
  const context = contextIn(zone === undefined ? UTC : zoneOf(zone), dst);
  const minutes = declaredMinutes(given, context, minuteOf(`${from}T00:00Z`), minuteOf(`${until}T00:00Z`));
  expect(minutes.map((minute) => isoOf(minute)?.slice(0, -1))).toEqual(want);
}

const LONDON = "Europe/London";
const NEW_YORK = "America/New_York";
const LORD_HOWE = "Australia/Lord_Howe";
const SPRING = ["2026-03-07", "2026-03-10"] as const;
const AUTUMN = ["2026-11-01", "2026-11-02"] as const;
const LONDON_AUTUMN = ["2026-10-24", "2026-10-26"] as const;

describe("times in a zone", () => {
  it.each<Row>([
    {
      given: "0 9 * * MON-FRI",
      zone: LONDON,
      between: ["2026-03-27", "2026-03-31"],
      want: ["2026-03-27T09:00", "2026-03-30T08:00"],
    },
    {
      given: { at: "09:00" },
      zone: "Asia/Kathmandu",
      between: ["2026-06-01", "2026-06-02"],
      want: ["2026-06-01T03:15"],
    },
    {
      given: { at: "09:00", days: ["mon"] },
      zone: "Pacific/Kiritimati",
      between: ["2026-05-30", "2026-06-03"],
      want: ["2026-05-31T19:00"],
    },
    // A skipped time: shifted by the gap, or not at all.
    {
      given: { at: "02:30" },
      zone: NEW_YORK,
      between: SPRING,
      want: ["2026-03-07T07:30", "2026-03-08T07:30", "2026-03-09T06:30"],
    },
    {
      given: { at: "02:30", dst: { gap: "skip" } },
      zone: NEW_YORK,
      between: SPRING,
      want: ["2026-03-07T07:30", "2026-03-09T06:30"],
    },
    { given: "30 2 8 3 *", zone: NEW_YORK, dst: { gap: "skip" }, between: SPRING, want: [] },
    { given: "30 2 8 3 *", zone: NEW_YORK, between: SPRING, want: ["2026-03-08T07:30"] },
    // A shifted time that meets another is one run.
    {
      given: { at: ["02:30", "03:30"], days: ["sun"] },
      zone: NEW_YORK,
      between: SPRING,
      want: ["2026-03-08T07:30"],
    },
    // A repeated time.
    { given: { at: "01:30" }, zone: NEW_YORK, between: AUTUMN, want: ["2026-11-01T05:30"] },
    {
      given: { at: "01:30", dst: { repeat: "last" } },
      zone: NEW_YORK,
      between: AUTUMN,
      want: ["2026-11-01T06:30"],
    },
    {
      given: "30 1 * * *",
      zone: NEW_YORK,
      dst: { repeat: "both" },
      between: AUTUMN,
      want: ["2026-11-01T05:30", "2026-11-01T06:30"],
    },
    // The schedule's own `dst` is merged into its job's by key.
    {
      given: { at: "01:30", dst: { gap: "skip" } },
      zone: NEW_YORK,
      dst: { repeat: "both" },
      between: AUTUMN,
      want: ["2026-11-01T05:30", "2026-11-01T06:30"],
    },
    // The date that matches is the one written: midnight of Friday is skipped in Cairo, 23 April is a Thursday in UTC.
    {
      given: { at: "00:30", days: ["fri"] },
      zone: "Africa/Cairo",
      between: ["2026-04-20", "2026-04-27"],
      want: ["2026-04-23T22:30"],
    },
    // A gap of half an hour, 02:00 to 02:30.
    {
      given: { at: "02:15" },
      zone: LORD_HOWE,
      between: ["2026-10-03", "2026-10-04"],
      want: ["2026-10-03T15:45"],
    },
    // Casablanca goes back for Ramadan on 15 February, 03:00 to 02:00.
    {
      given: { at: "02:30" },
      zone: "Africa/Casablanca",
      between: ["2026-02-14", "2026-02-17"],
      want: ["2026-02-14T01:30", "2026-02-15T01:30", "2026-02-16T02:30"],
    },
    {
      given: { once: "2027-05-06T22:00" },
      zone: LONDON,
      between: ["2027-05-01", "2027-05-10"],
      want: ["2027-05-06T21:00"],
    },
    { given: { once: "2026-03-08T02:30" }, zone: NEW_YORK, between: SPRING, want: ["2026-03-08T07:30"] },
    { given: { once: "2026-03-08T02:30", dst: { gap: "skip" } }, zone: NEW_YORK, between: SPRING, want: [] },
    { given: "manual", between: ["2026-01-01", "2027-01-01"], want: [] },
  ])("$given in $zone", expectRow);
});

describe("intervals", () => {
  const bothPasses = ["2026-11-01T05:00", "2026-11-01T05:30", "2026-11-01T06:00", "2026-11-01T06:30"];
  it.each<Row>([
    { given: "*/30 1 * * *", zone: NEW_YORK, between: AUTUMN, want: bothPasses },
    { given: "*/30 1 * * *", zone: NEW_YORK, dst: { repeat: "last" }, between: AUTUMN, want: bothPasses },
    { given: "*/30 2 8 3 *", zone: NEW_YORK, between: SPRING, want: [] },
    { given: { every: "30m", between: "01:00-01:59" }, zone: NEW_YORK, between: AUTUMN, want: bothPasses },
    // 45 minutes is below an hour, 90 minutes is not: 01:30 comes twice.
    {
      given: { every: "45m", between: "01:00-02:00" },
      zone: LONDON,
      between: ["2026-10-25", "2026-10-26"],
      want: ["2026-10-25T00:30", "2026-10-25T01:30"],
    },
    {
      given: { every: "90m", between: "01:00-02:00" },
      zone: LONDON,
      between: ["2026-10-25", "2026-10-26"],
      want: ["2026-10-25T00:30"],
    },
    // The same minutes in all 24 hours make an interval, in 23 hours they do not.
    {
      given: { cron: "15 * * * *", from: "2026-10-25T01:00", until: "2026-10-25T02:59" },
      zone: LONDON,
      between: LONDON_AUTUMN,
      want: ["2026-10-25T00:15", "2026-10-25T01:15", "2026-10-25T02:15"],
    },
    {
      given: { cron: "15 0-22 * * *", from: "2026-10-25T01:00", until: "2026-10-25T02:59" },
      zone: LONDON,
      between: LONDON_AUTUMN,
      want: ["2026-10-25T00:15", "2026-10-25T02:15"],
    },
    {
      given: { every: "1h", from: "2026-10-25T01:00", until: "2026-10-25T02:00" },
      zone: LONDON,
      between: LONDON_AUTUMN,
      want: ["2026-10-25T00:00", "2026-10-25T01:00", "2026-10-25T02:00"],
    },
    {
      given: { every: "1h", between: "01:00-02:00", days: ["sun"] },
      zone: LONDON,
      between: LONDON_AUTUMN,
      want: ["2026-10-25T00:00", "2026-10-25T02:00"],
    },
    // Half an hour is skipped: no clock shows 02:00.
    {
      given: { every: "1h", from: "2026-10-04T01:00", until: "2026-10-04T03:00" },
      zone: LORD_HOWE,
      between: ["2026-10-03", "2026-10-05"],
      want: ["2026-10-03T14:30", "2026-10-03T16:00"],
    },
    { given: "@hourly", between: ["2026-10-25", "2026-10-26"], want: hours("2026-10-25") },
  ])("$given in $zone, $dst", expectRow);
});

function hours(date: string): string[] {
  return Array.from({ length: 24 }, (_, hour) => `${date}T${String(hour).padStart(2, "0")}:00`);
}

describe("`every`", () => {
  it.each<Row>([
    {
      given: { every: "3d", from: "2026-11-24", at: "09:00" },
      between: ["2026-11-20", "2026-12-02"],
      want: ["2026-11-24T09:00", "2026-11-27T09:00", "2026-11-30T09:00"],
    },
    {
      given: { every: "2w", from: "2026-11-24" },
      between: ["2026-11-01", "2026-12-31"],
      want: ["2026-11-24T00:00", "2026-12-08T00:00", "2026-12-22T00:00"],
    },
    {
      given: { every: "1d", from: "2026-11-24T10:00", at: ["09:00", "21:00"], until: "2026-11-25" },
      between: ["2026-11-20", "2026-12-02"],
      want: ["2026-11-24T21:00", "2026-11-25T09:00", "2026-11-25T21:00"],
    },
    {
      given: { every: "6h", offset: "90m", days: ["tue"] },
      between: ["2026-11-23", "2026-11-26"],
      want: ["2026-11-24T01:30", "2026-11-24T07:30", "2026-11-24T13:30", "2026-11-24T19:30"],
    },
    {
      given: { every: "30m", between: "09:00-10:30", days: "weekdays" },
      between: ["2026-11-27", "2026-11-30"],
      want: ["2026-11-27T09:00", "2026-11-27T09:30", "2026-11-27T10:00", "2026-11-27T10:30"],
    },
    {
      given: { every: "45m", between: "09:10-10:40", days: "weekends" },
      between: ["2026-11-27", "2026-11-29"],
      want: ["2026-11-28T09:45", "2026-11-28T10:30"],
    },
  ])("$given", expectRow);
});

/** Of 27 November 2026, a Friday. */
const NIGHT = [
  "2026-11-27T22:00",
  "2026-11-28T00:00",
  "2026-11-28T02:00",
  "2026-11-28T04:00",
  "2026-11-28T06:00",
];

describe("a window over midnight", () => {
  const night = { every: "2h", between: "22:00-06:00" } as const;
  const between = ["2026-11-24", "2026-12-03"] as const;
  it.each<Row>([
    { given: { ...night, days: ["fri"] }, between, want: NIGHT },
    { given: { ...night, from: "2026-11-27", until: "2026-11-27" }, between, want: NIGHT },
    { given: { ...night, only: ["2026-11-27"] }, between, want: NIGHT },
    // It began on the 27th, so the 28th as an exception drops the next night.
    {
      given: { ...night, from: "2026-11-27", until: "2026-11-28", except: ["2026-11-28"] },
      between,
      want: NIGHT,
    },
    { given: { ...night, days: ["fri"], until: "2026-11-28T02:00" }, between, want: NIGHT.slice(0, 3) },
    { given: { ...night, days: ["fri"], from: "2026-11-28T02:00" }, between, want: NIGHT.slice(2) },
    // What is asked for may begin amid it, in a zone of UTC-11 two dates after the one on which it began.
    {
      given: { every: "2h", between: "22:00-14:00", days: ["fri"] },
      zone: "Pacific/Pago_Pago",
      between: ["2026-11-29", "2026-12-01"],
      want: ["2026-11-29T01:00"],
    },
    { given: { ...night, days: ["fri"] }, between: ["2026-11-28", "2026-11-29"], want: NIGHT.slice(1) },
  ])("$given", expectRow);
});

describe("from, until, except and only", () => {
  it.each<Row>([
    {
      given: { at: "12:00", from: "2026-11-25", until: "2026-11-27" },
      between: ["2026-11-20", "2026-12-01"],
      want: ["2026-11-25T12:00", "2026-11-26T12:00", "2026-11-27T12:00"],
    },
    // Local dates: 00:30 of 2 July in London is 23:30 of 1 July in UTC.
    {
      given: { at: "00:30", from: "2026-07-02", until: "2026-07-02" },
      zone: LONDON,
      between: ["2026-07-01", "2026-07-04"],
      want: ["2026-07-01T23:30"],
    },
    // Before any shift: 01:30 is skipped and runs at 02:30.
    {
      given: { at: "01:30", until: "2026-03-29T01:30" },
      zone: LONDON,
      between: ["2026-03-28", "2026-03-31"],
      want: ["2026-03-28T01:30", "2026-03-29T01:30"],
    },
    {
      given: { at: "01:30", from: "2026-03-29T02:00" },
      zone: LONDON,
      between: ["2026-03-28", "2026-03-31"],
      want: ["2026-03-30T00:30"],
    },
    {
      given: { at: "09:00", except: ["holidays", "2026-11-27"] },
      between: ["2026-11-25", "2026-11-29"],
      want: ["2026-11-25T09:00", "2026-11-28T09:00"],
    },
    {
      given: { cron: "0 9 * * *", only: ["holidays", "2026-11-27"] },
      between: ["2026-11-25", "2026-12-31"],
      want: ["2026-11-26T09:00", "2026-11-27T09:00", "2026-12-25T09:00"],
    },
    {
      given: { at: "09:00", only: ["holidays"], except: ["2026-11-26"] },
      between: ["2026-11-25", "2026-12-01"],
      want: [],
    },
    { given: { at: "09:00", only: ["empty"] }, between: ["2026-11-25", "2026-12-01"], want: [] },
  ])("$given", expectRow);
});

/** Each row's dates, at midnight of UTC. */
function dated(dates: Readonly<Record<string, readonly [RawSchedule, readonly [string, string]]>>): Row[] {
  return Object.entries(dates).map(([days, [given, between]]) => ({
    given,
    between,
    want: days.split(" ").map((date) => `2026-${date}T00:00`),
  }));
}

describe("days", () => {
  const february = ["2026-02-01", "2026-03-01"] as const;
  const november = ["2026-11-01", "2026-12-01"] as const;
  const at = "00:00";
  it.each<Row>(
    dated({
      // 28 February 2026 is a Saturday, 1 November 2026 a Sunday.
      "02-01 02-15 02-27 02-28": [{ at, days: { day: [1, 15, 31, "last", "last-weekday"] } }, february],
      "11-01": [{ at, days: { first: "sun" } }, november],
      "11-08 11-10": [{ at, days: { second: ["tue", "sun"] } }, november],
      "11-29 11-30": [{ at, days: { fifth: ["sun", "mon", "wed"] } }, november],
      "11-28 11-29": [{ at, days: { last: ["sat", "sun"] } }, november],
      "11-30": [{ at, days: { last: "mon" } }, november],
      "11-03 11-04 11-24": [{ at, days: { first: ["tue", "wed"], fourth: "tue" } }, november],
      "11-07 11-08 11-14 11-15": [
        { at, days: "weekends", until: "2026-11-20", from: "2026-11-02" },
        november,
      ],
    }),
  )("$given", expectRow);
});

describe("cron's day fields", () => {
  const august = ["2026-08-01", "2026-09-01"] as const;
  const february = ["2026-02-01", "2026-03-01"] as const;
  const november = ["2026-11-01", "2026-12-01"] as const;
  it.each<Row>(
    dated({
      "08-31": ["0 0 L * *", august],
      "08-28": ["0 0 L-3 * *", august],
      "02-27": ["0 0 LW * *", february],
      // The 31st is a Sunday.
      "05-29 06-30": ["0 0 LW * *", ["2026-05-01", "2026-07-01"]],
      // The 15th is a Saturday in August, a Sunday in February; the 1st of August a Saturday, of February a Sunday.
      "08-14": ["0 0 15W * *", august],
      "02-16": ["0 0 15W * *", february],
      "08-03": ["0 0 1W * *", august],
      "02-02": ["0 0 1W * *", february],
      "05-29 07-31": ["0 0 31W * *", ["2026-05-01", "2026-08-01"]],
      "11-06": ["0 0 * * FRI#1", november],
      "11-27": ["0 0 * * friL", november],
      "11-01 11-02 11-06 11-07 11-08 11-09": [{ cron: "0 0 * * FRI-MON", until: "2026-11-10" }, november],
      "11-01 11-02 11-29 11-30": ["0 0 29-2 * *", november],
      "11-05 11-20": ["0 0 5/15 */2,NOV *", ["2026-10-01", "2026-12-01"]],
      "11-04 11-11": [{ cron: "0 0 */1 * WED", until: "2026-11-12" }, november],
      "11-01 11-08": [{ cron: "@weekly", until: "2026-11-12" }, november],
      "09-01 10-01": ["@MONTHLY", ["2026-08-15", "2026-10-15"]],
      "01-01": ["@yearly", ["2026-01-01", "2027-01-01"]],
      "11-01 11-02": ["@daily", ["2026-11-01", "2026-11-03"]],
    }),
  )("$given", expectRow);

  it.each<Row>([
    {
      given: "50-5/5 22-1 1 11 *",
      between: ["2026-11-01", "2026-11-02"],
      want: ["00", "01", "22", "23"].flatMap((hour) =>
        ["00", "05", "50", "55"].map((minute) => `2026-11-01T${hour}:${minute}`),
      ),
    },
    {
      given: "7,3 9/12 1 11 *",
      between: ["2026-11-01", "2026-11-02"],
      want: ["2026-11-01T09:03", "2026-11-01T09:07", "2026-11-01T21:03", "2026-11-01T21:07"],
    },
  ])("$given", expectRow);

  it.each(["0 0 * * 2", "0 0 * * MON-5", "0 60 * * *", "0 0 L-3W * *", "0 0 * * LUN"])(
    "takes %s for a text that the checks have let through by mistake",
    (cron) => {
      expect(() => declaredMinutes(cron, contextIn(UTC), 0, 1440)).toThrow(/should have been refused/);
    },
  );
});

describe("what is asked for", () => {
  it("includes its first minute and not its last", () => {
    const [first, second, end] = ["09:05", "09:10", "09:15"].map((time) => minuteOf(`2026-11-24T${time}Z`));
    expect(declaredMinutes("*/5 * * * *", contextIn(UTC), first ?? NaN, end ?? NaN)).toEqual([first, second]);
  });
});
