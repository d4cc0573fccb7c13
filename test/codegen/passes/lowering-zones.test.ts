/** Schedules in zones, lowered to UTC, against another reading of what they declare. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lowerSchedule } from "../../../codegen/passes/lower-schedule.ts";
import { lowerToUtc } from "../../../codegen/passes/lower-to-utc.ts";
import { declaredMinutes } from "../../../codegen/proof/declared-minutes.ts";
import type { RawDays, RawModifiers, RawSchedule, RawScheduleForm } from "../../../codegen/schema/raw.ts";
import { readZone } from "../../../codegen/zones/read-zone.ts";
import type { Almanac } from "../../../src/job-map.ts";
import type { Cron } from "../../../src/schedule/cron.ts";
import { nextAfter, parseCron } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { isoOf, minuteOf } from "../../src/schedule/support/instant.ts";

const minutesADay = 1440;

/** Beside the plain ones: half an hour, no whole hour, changes at midnight, Ramadan, the ends of the world. */
const zoneNames = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Asia/Beirut",
  "Africa/Casablanca",
  "America/Santiago",
  "Asia/Gaza",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
] as const;

const zones = Object.fromEntries(zoneNames.map((name) => [name, readZone(name)]));

type Dst = Parameters<typeof lowerSchedule>[1]["dst"];

interface Case {
  readonly schedule: RawSchedule;
  readonly timeZone: (typeof zoneNames)[number];
  readonly dst: Dst;
}

interface Outcome {
  readonly crons: readonly string[];
  readonly declared: readonly number[];
  /** Minutes at which at least one trigger fires. */
  readonly fired: readonly number[];
  /** Those of them at which the Worker holds the schedule due. */
  readonly given: readonly number[];
}

const dstDefaults: Dst = { gap: "shift", repeat: "first" };

/** Dates of calendars, as days since 1970. */
const holidays = Array.from(
  { length: 200 },
  (_, index) => minuteOf("2026-01-03T00:00Z") / minutesADay + 5 * index,
);

function dayOf(date: string): number {
  return minuteOf(`${date}T00:00Z`) / minutesADay;
}

/** From a day, inclusive, over so many days of UTC. */
function outcomeOf({ schedule, timeZone, dst }: Case, firstDay: number, dayCount: number): Outcome {
  const [from, until] = [firstDay * minutesADay, (firstDay + dayCount) * minutesADay];
  const rules = lowerSchedule(schedule, { timeZone, dst });
  const almanac: Almanac = { zones, dates: { holidays, ...namedDates(schedule) } };
  const crons = rules.flatMap((rule) => lowerToUtc(rule, almanac));
  const fired = [...new Set(crons.flatMap((cron) => firings(parsed(cron), from, until)))].toSorted(
    (a, b) => a - b,
  );
  const context = { zone: readZone(timeZone), dst, dates: () => holidays };
  return {
    crons,
    declared: declaredMinutes(schedule, context, from, until),
    fired,
    given: fired.filter((minute) => isDue(rules, minute, almanac)),
  };
}

/** A date that stands alone names itself, and so does the one of `once`. */
function namedDates(schedule: RawSchedule): Record<string, number[]> {
  if (typeof schedule === "string") return {};
  const named =
    "once" in schedule
      ? [schedule.once.slice(0, 10)]
      : [...(schedule.except ?? []), ...(schedule.only ?? [])];
  return Object.fromEntries(named.filter((name) => /^\d/.test(name)).map((date) => [date, [dayOf(date)]]));
}

function parsed(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`the expression \`${text}\` does not parse`);
  return result.cron;
}

function firings(cron: Cron, from: number, until: number): number[] {
  const minutes: number[] = [];
  for (
    let minute = nextAfter(cron, from - 1);
    minute !== null && minute < until;
    minute = nextAfter(cron, minute)
  ) {
    minutes.push(minute);
  }
  return minutes;
}

const two = (value: number): string => String(value).padStart(2, "0");
const time = fc
  .oneof(
    fc.integer({ min: 0, max: minutesADay - 1 }),
    fc.constantFrom(0, 15, 30, 60, 90, 120, 150, 1410, 1439),
  )
  .map((minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
const weekday = fc.constantFrom("sun", "mon", "tue", "wed", "thu", "fri", "sat");
const days = fc.oneof(
  fc.constantFrom<RawDays>("weekdays", "weekends"),
  fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }),
  fc
    .uniqueArray(fc.constantFrom(1, 15, 28, 29, 30, 31, "last" as const, "last-weekday" as const), {
      minLength: 1,
    })
    .map((day) => ({ day })),
  fc
    .tuple(fc.constantFrom("first", "second", "fourth", "fifth", "last"), weekday)
    .map(([ordinal, day]): RawDays => ({ [ordinal]: day })),
);
const someDays = fc.option(days, { nil: undefined, freq: 2 });

const cron = fc
  .tuple(
    fc.constantFrom("*", "*/7", "*/30", "0", "15,45", "58-2", "5/20"),
    fc.constantFrom("*", "*/2", "0", "1", "2", "0,23", "22-3", "9-17/4"),
    fc.constantFrom(
      "* * *",
      "* * SUN",
      "* * FRI-MON",
      "* * SAT#2",
      "* * SUNL",
      "1 * *",
      "L * *",
      "L-2 * *",
      "LW * *",
      "1W * *",
      "28-4 * *",
      "*/5 JAN,MAR-OCT *",
      "31 */2 *",
    ),
  )
  .map((fields) => ({ cron: fields.join(" ") }));
const at = fc.record({
  at: fc.oneof(time, fc.uniqueArray(time, { minLength: 1, maxLength: 3 })),
  days: someDays,
});
const every = fc
  .record({
    every: fc.constantFrom("5m", "45m", "1h", "90m", "2h", "6h"),
    offset: fc.constantFrom(undefined, "4m"),
    between: fc.option(
      fc.tuple(time, time).filter(([start, end]) => start !== end),
      { nil: undefined },
    ),
    days: someDays,
  })
  .map(({ between, ...rest }) => ({ ...rest, ...(between && { between: between.join("-") }) }));
const date = (around: number): fc.Arbitrary<string> =>
  fc.integer({ min: -40, max: 40 }).map((day) => dateText(around + day));
const everyDays = (around: number): fc.Arbitrary<RawScheduleForm> =>
  fc.record({ every: fc.constantFrom("1d", "3d", "2w"), from: date(around), at: time });
const once = (around: number): fc.Arbitrary<RawScheduleForm> =>
  fc.tuple(date(around), time).map(([day, minute]) => ({ once: `${day}T${minute}` }));

function dateText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function modifiers(around: number): fc.Arbitrary<RawModifiers> {
  const dateOrTime = fc.oneof(
    date(around),
    fc.tuple(date(around), time).map((parts) => parts.join("T")),
  );
  const dates = fc.oneof(
    fc.constant<string[]>(["holidays"]),
    fc.uniqueArray(date(around), { minLength: 1, maxLength: 4 }),
  );
  return fc.record({ from: dateOrTime, until: dateOrTime, except: dates, only: dates }, { requiredKeys: [] });
}

const dst = fc.record({
  gap: fc.constantFrom("shift" as const, "skip" as const),
  repeat: fc.constantFrom("first" as const, "last" as const, "both" as const),
});

/** A schedule, and the day near a change of its zone's clocks about which it is looked at. */
const cases = fc
  .record({ timeZone: fc.constantFrom(...zoneNames), dst, change: fc.nat() })
  .chain(({ timeZone, dst: policy, change }) => {
    const changes = readZone(timeZone).changes.filter(([minute]) => minute > minuteOf("2026-03-01T00:00Z"));
    const [minute] = changes[change % Math.min(4, Math.max(1, changes.length))] ?? [
      minuteOf("2027-02-28T00:00Z"),
    ];
    const around = Math.floor(minute / minutesADay);
    const modified = fc
      .tuple(
        fc.oneof<fc.Arbitrary<RawScheduleForm>[]>(cron, at, every),
        fc.option(modifiers(around), { freq: 2 }),
      )
      .map(([form, more]) => ({ ...form, ...more }));
    return fc.record({
      given: fc.record({
        schedule: fc.oneof({ weight: 4, arbitrary: modified }, everyDays(around), once(around)),
        timeZone: fc.constant(timeZone),
        dst: fc.constant(policy),
      }),
      firstDay: fc.constant(around - 45),
    });
  });

describe("a schedule in a zone", () => {
  it("is run by its triggers when it is declared to, and at no other minute", { timeout: 60_000 }, () => {
    let declaredInAll = 0;
    fc.assert(
      fc.property(cases, ({ given: each, firstDay }) => {
        const { crons, declared, fired, given } = outcomeOf(each, firstDay, 90);
        const covered = new Set(fired);
        const uncovered = declared.filter((minute) => !covered.has(minute));
        expect({ crons, uncovered: uncovered.slice(0, 3).map(isoOf) }).toEqual({ crons, uncovered: [] });
        expect(given.map(isoOf)).toEqual(declared.map(isoOf));
        declaredInAll += declared.length;
      }),
      { numRuns: 200 },
    );
    expect(declaredInAll).toBeGreaterThan(1_000);
  });

  it("is woken in the safe part of Cloudflare's dialect", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(cases, ({ given: { schedule, timeZone, dst: policy } }) => {
        const almanac: Almanac = { zones, dates: { holidays, ...namedDates(schedule) } };
        const crons = lowerSchedule(schedule, { timeZone, dst: policy }).flatMap((rule) =>
          lowerToUtc(rule, almanac),
        );
        expect(crons.filter((text) => !isSafe(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    "0 22-2 * * *",
    "0 0 * * FRI-MON",
    "0 0 * * 1",
    "0 0 1 * MON",
    "0 5,* * * *",
    "0 0 L-3W * *",
    "0 0 31W * *",
    "0 0 * * 2#1",
  ])("and %s would be found", (text) => {
    expect(isSafe(text)).toBe(false);
  });
});

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** No wrapping range, no number for a weekday, at most one day field restricted, nothing that Cloudflare's parser gets wrong. */
function isSafe(text: string): boolean {
  const fields = text.split(" ");
  const [minute = "", hour = "", day = "", month = "", week = ""] = fields;
  const number = String.raw`\d{1,2}(?:-\d{1,2})?(?:/\d{1,2})?`;
  const list = new RegExp(String.raw`^(?:\*(?:/\d{1,2})?|${number}(?:,${number})*)$`);
  // Names of months mean the same everywhere, so they stay as they are written.
  const numbered = monthNames.reduce((rest, name, index) => rest.replaceAll(name, String(index + 1)), month);
  const weekdays =
    /^(?:\*|(?:SUN|MON|TUE|WED|THU|FRI|SAT)(?:[,-](?:SUN|MON|TUE|WED|THU|FRI|SAT))*|[A-Z]{3}(?:L|#[1-5]))$/;
  return (
    fields.length === 5 &&
    [minute, hour, numbered].every((field) => list.test(field)) &&
    (list.test(day) || /^(?:L|L-\d{1,2}|LW|(?:[1-9]|1\d|2[0-8])W)$/.test(day)) &&
    weekdays.test(week) &&
    (day === "*" || week === "*") &&
    [minute, hour, day, numbered, week].every(hasNoWrappingRange)
  );
}

function hasNoWrappingRange(field: string): boolean {
  const names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const valueOf = (text: string): number => (names.includes(text) ? names.indexOf(text) : Number(text));
  return Array.from(field.matchAll(/\b(\d+|[A-Z]{3})-(\d+|[A-Z]{3})\b/g)).every(
    ([, first = "", last = ""]) => valueOf(first) <= valueOf(last),
  );
}

describe("spare wakes", () => {
  // 364 days: 52 weeks.
  const dayCount = 364;
  const rows: { schedule: RawSchedule; timeZone: Case["timeZone"]; runs: number; spare: number }[] = [
    // One for each occurrence and further offset: London has two.
    { schedule: { at: "09:00" }, timeZone: "Europe/London", runs: 364, spare: 364 },
    { schedule: { at: ["00:15", "23:45"] }, timeZone: "Europe/London", runs: 728, spare: 728 },
    { schedule: "30 0 * * *", timeZone: "Europe/London", runs: 364, spare: 364 },
    { schedule: { at: "09:00", days: "weekdays" }, timeZone: "Europe/London", runs: 260, spare: 260 },
    { schedule: { at: "00:15", days: ["mon"] }, timeZone: "Europe/London", runs: 52, spare: 52 },
    { schedule: { at: "22:00" }, timeZone: "America/New_York", runs: 364, spare: 364 },
    { schedule: { at: "09:00" }, timeZone: "Australia/Lord_Howe", runs: 364, spare: 364 },
    { schedule: { at: "09:00" }, timeZone: "Asia/Kathmandu", runs: 364, spare: 0 },
    { schedule: { at: "09:00", days: ["sun"] }, timeZone: "Pacific/Kiritimati", runs: 52, spare: 0 },
    // Every hour of every day: the clock face is the same at each offset.
    { schedule: { every: "1h" }, timeZone: "Europe/London", runs: 364 * 24, spare: 0 },
    { schedule: { every: "15m", offset: "5m" }, timeZone: "America/New_York", runs: 364 * 96, spare: 0 },
    { schedule: "7,37 * * * *", timeZone: "Africa/Casablanca", runs: 364 * 48, spare: 0 },
    { schedule: { every: "1h" }, timeZone: "Asia/Kathmandu", runs: 364 * 24, spare: 0 },
  ];
  it.each(rows)("of $schedule in $timeZone: $spare", ({ schedule, timeZone, runs, spare }) => {
    // A Monday in January, so that the year holds both changes.
    const { declared, fired } = outcomeOf(
      { schedule, timeZone, dst: dstDefaults },
      dayOf("2027-01-04"),
      dayCount,
    );
    expect({ runs: declared.length, spare: fired.length - declared.length }).toEqual({ runs, spare });
  });

  it("every hour of a whole-hour zone is one expression", () => {
    for (const timeZone of ["Europe/London", "America/New_York", "Africa/Cairo"] as const) {
      const { crons } = outcomeOf(
        { schedule: { every: "1h" }, timeZone, dst: dstDefaults },
        dayOf("2027-01-04"),
        1,
      );
      expect(crons).toEqual(["0 * * * *"]);
    }
  });
});
