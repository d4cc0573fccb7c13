import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawDays, RawEvery } from "../../../codegen/schema/raw.ts";
import type { Cron } from "../../../src/schedule/cron.ts";
import { matches, parseCron } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { compileText } from "../support/compile-text.ts";
import type { WrittenSchedule } from "../support/written-minutes.ts";
import { writtenMinutes } from "../support/written-minutes.ts";

const minutesADay = 1440;
/**
 * From 2027-02-01. The first hundred days hold a February that ends on a Sunday the 28th, so that its last weekday
 * is as early as can be; 400 days hold the 29 February 2028 too.
 */
const firstDay = Date.UTC(2027, 1, 1) / 86_400_000;

const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

function textOf(schedule: WrittenSchedule): unknown {
  if (!("minutes" in schedule)) return schedule;
  const days = schedule.weekdays.length === 7 ? "*" : schedule.weekdays.join(",");
  return `${schedule.minutes.join(",")} ${schedule.hours.join(",")} * * ${days}`;
}

function compileSchedules(schedules: readonly WrittenSchedule[]) {
  const file = {
    version: 1,
    worker: "w",
    account: { plan: "paid" },
    environments: { production: { backend: "https://api.example.com" } },
    jobs: { job: { endpoint: "/", schedule: schedules.map(textOf) } },
  };
  return compileText(JSON.stringify(file));
}

function iso(minute: number | undefined): string | undefined {
  return minute === undefined ? undefined : new Date(minute * 60_000).toISOString().slice(0, 16);
}

/** What runs on Cloudflare is what is written: the minutes at which a trigger fires and the Worker finds the job due. */
function expectRunsAsWritten(schedules: readonly WrittenSchedule[], dayCount = 400): void {
  const each = schedules.map((schedule) => writtenMinutes(schedule, firstDay, dayCount));
  const written = new Set(each.flat());
  const { compiled, diagnostics } = compileSchedules(schedules);
  if (!compiled) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["SCH212"]));
    expect(each.some((minutes) => minutes.length === 0)).toBe(true);
    return;
  }
  const [environment] = compiled.environments;
  const rules = environment?.environment.jobs[0]?.schedule ?? [];
  const triggers = (environment?.triggers ?? []).map(({ cron }) => parsed(cron));
  const last = (firstDay + dayCount) * minutesADay;
  let uncovered: number | undefined;
  let missing: number | undefined;
  let unwanted: number | undefined;
  for (let minute = firstDay * minutesADay; minute < last; minute += 1) {
    const isFired = triggers.some((trigger) => matches(trigger, minute));
    const runs = isFired && isDue(rules, minute);
    if (written.has(minute)) {
      if (!isFired) uncovered ??= minute;
      if (!runs) missing ??= minute;
    } else if (runs) unwanted ??= minute;
  }
  expect({ uncovered: iso(uncovered), missing: iso(missing), unwanted: iso(unwanted) }).toEqual({});
}

function parsed(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`the trigger \`${text}\` does not parse`);
  return result.cron;
}

const kindsOfDays: RawDays[] = [
  "weekdays",
  "weekends",
  ["sun"],
  ["sat"],
  ["mon", "wed", "fri"],
  ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
  { day: [1] },
  { day: [28] },
  { day: [29] },
  { day: [30, 31] },
  { day: [1, 15, "last"] },
  { day: ["last"] },
  { day: ["last-weekday"] },
  { day: ["last", "last-weekday", 31] },
  { first: "sun" },
  { second: ["tue", "sat"] },
  { fourth: "fri" },
  { fifth: "wed" },
  { fifth: ["sun", "mon"] },
  { last: ["fri"] },
  { last: ["sat", "sun"] },
  { last: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

describe("a window that passes midnight belongs to the date on which it begins", () => {
  it.each(kindsOfDays)("%j", (days) => {
    expectRunsAsWritten([{ every: "2h", between: "22:00-06:00", days }]);
  });

  it("22:00-06:00 on Friday runs into Saturday, and not on Friday morning", () => {
    // 2027-12-03 is a Friday.
    const { compiled } = compileSchedules([{ every: "2h", between: "22:00-06:00", days: ["fri"] }]);
    const rules = compiled?.environments[0]?.environment.jobs[0]?.schedule ?? [];
    const at = (text: string) => isDue(rules, Date.parse(`${text}Z`) / 60_000);
    expect(["2027-12-03T22:00", "2027-12-04T00:00", "2027-12-04T06:00"].map(at)).toEqual([true, true, true]);
    expect(["2027-12-03T02:00", "2027-12-04T08:00", "2027-12-04T22:00", "2027-12-05T02:00"].map(at)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("schedules run at the minutes that they name", () => {
  const rows: WrittenSchedule[][] = [
    [{ every: "1m" }],
    [{ every: "45m" }],
    [{ every: "90m", offset: "30m" }],
    [{ every: "6h", offset: "359m" }],
    [{ every: "12h" }, { at: ["00:00", "12:01"] }],
    [{ every: "15m", between: "07:00-19:00", days: "weekdays" }],
    [{ every: "7h", between: "00:00-23:59" }].map((each) => ({ ...each, every: "8h" })),
    [{ every: "10m", between: "23:59-00:00" }],
    [{ at: "00:00", days: { day: ["last"] } }],
    [{ at: ["23:59", "00:00"], days: { day: [29, "last-weekday"] } }],
    [
      { minutes: [0, 30], hours: [9], weekdays: ["mon"] },
      { at: "09:30", days: ["mon"] },
    ],
    [
      { every: "2h", between: "22:00-06:00", days: ["fri"] },
      { every: "3h", between: "21:00-03:00", days: { day: ["last"] } },
    ],
  ];
  it.each(rows.map((row) => [row]))("%j", (schedules) => {
    expectRunsAsWritten(schedules);
  });

  const time = fc
    .integer({ min: 0, max: minutesADay - 1 })
    .map(
      (minute) =>
        `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
    );
  const days = fc.option(fc.constantFrom(...kindsOfDays), { nil: undefined });
  const period = fc.constantFrom(
    ...Array.from({ length: 720 }, (_, index) => index + 1).filter(
      (minutes) => minutesADay % minutes === 0 && minutes >= 5,
    ),
  );
  const every = fc
    .record({
      period,
      offset: fc.double({ min: 0, max: 0.999, noNaN: true }),
      window: fc.option(fc.tuple(time, time), { nil: undefined }),
      days,
    })
    .filter(({ window }) => window?.[0] !== window?.[1] || window === undefined)
    .map(({ period: minutes, offset, window, days: named }): RawEvery => {
      const start = Math.floor(offset * minutes);
      return {
        every: minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`,
        ...(start > 0 && { offset: `${start}m` }),
        ...(window && { between: window.join("-") }),
        ...(named && { days: named }),
      };
    });
  const at = fc
    .record({ at: fc.oneof(time, fc.uniqueArray(time, { minLength: 1, maxLength: 4 })), days })
    .map(({ at: times, days: named }) => ({ at: times, ...(named && { days: named }) }));
  const cron = fc.record({
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 3 }),
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...weekdayNames), { minLength: 1 }),
  });

  it("whatever they are", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(every, at, cron), { minLength: 1, maxLength: 3 }), (schedules) => {
        expectRunsAsWritten(schedules, 100);
      }),
      { numRuns: 60 },
    );
  });
});
