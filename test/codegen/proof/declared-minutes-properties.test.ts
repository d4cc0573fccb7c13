import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declaredMinutes } from "../../../codegen/proof/declared-minutes.ts";
import { timesOfDay } from "../../../codegen/proof/given-minutes.ts";
import type { RawCron, RawDst } from "../../../codegen/schema/raw.ts";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { isoOf } from "../../src/schedule/support/instant.ts";
import { contextIn, dayOf, zoneOf } from "./support/context.ts";

const ZONES = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
];
const HOLIDAYS = Array.from({ length: 120 }, (_, index) => dayOf("2025-12-01") + 9 * index);
const ALMANAC: Almanac = {
  zones: Object.fromEntries(ZONES.map((zone) => [zone, zoneOf(zone)])),
  dates: { holidays: HOLIDAYS },
};

const minutes = fc.constantFrom("*", "*/7", "*/30", "0", "15,45", "30-50/10", "58-2", "7/20", "0-59");
const hours = fc.constantFrom("*", "*/2", "0-23", "0", "1", "2", "0,23", "22-3", "22-3/2", "1/3");
const days = fc.constantFrom(
  "* * *",
  "* * SUN",
  "* * MON-FRI",
  "* * FRI-MON",
  "* * SAT#2",
  "* * SUNL",
  "* * SUN#5",
  "* * SUN,WED-THU",
  "1 * *",
  "L * *",
  "L-2 * *",
  "LW * *",
  "1W * *",
  "30W * *",
  "28-4 * *",
  "*/5 JAN,MAR-OCT *",
  "29 */2 *",
  "5/9 11-4 *",
);
const dst = fc.record<Required<RawDst>>({
  gap: fc.constantFrom("shift", "skip"),
  repeat: fc.constantFrom("first", "last", "both"),
});

interface Case {
  readonly schedule: RawCron;
  readonly rule: ScheduleRule;
  readonly zone: string;
  /** First day of the stretch that is compared. */
  readonly day: number;
}

/** A cron in a zone, said twice: as it is written, and as the Worker is told. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    cron: fc.tuple(minutes, hours, days),
    dst,
    change: fc.nat(),
    daysBefore: fc.integer({ min: 1, max: 3 }),
    window: fc.constantFrom("none", "from", "until", "except", "only"),
  })
  .map(({ zone, cron: [minute, hour, date], dst: { gap, repeat }, change, daysBefore, window }) => {
    const cron = `${minute} ${hour} ${date}`;
    // Most of the cases lie around a change of the clocks, where there is one.
    const changes = zoneOf(zone).changes.map(([at]) => Math.floor(at / 1440));
    const middle = changes[change % Math.max(1, changes.length)] ?? dayOf("2026-07-01") + (change % 400);
    const isInterval = minute.startsWith("*") || ["*", "0-23"].includes(hour);
    const day = new Date(middle * 86_400_000).toISOString().slice(0, 10);
    const written = {
      none: {},
      from: { from: day },
      until: { until: `${day}T02:10` },
      except: { except: ["holidays"] },
      only: { only: ["holidays"] },
    };
    const told = {
      none: {},
      from: { fromDay: middle },
      until: { untilMinute: middle * 1440 + 130 },
      except: { except: ["holidays"] },
      only: { only: ["holidays"] },
    };
    const policy = { ...(gap === "skip" && { gap }), ...(repeat !== "first" && { repeat }) };
    return {
      schedule: { cron, dst: { gap, repeat }, ...written[window] },
      rule: { cron, zone, ...(isInterval ? { isInterval } : policy), ...told[window] },
      zone,
      day: middle - daysBefore,
    };
  });

function dueMinutes(rule: ScheduleRule, from: EpochMinute, until: EpochMinute): EpochMinute[] {
  const due: EpochMinute[] = [];
  for (let minute = from; minute < until; minute++) if (isDue([rule], minute, ALMANAC)) due.push(minute);
  return due;
}

describe("declaredMinutes", () => {
  it("is what the Worker finds due, minute by minute", () => {
    let found = 0;
    fc.assert(
      fc.property(cases, ({ schedule, rule, zone, day }) => {
        const [from, until] = [day * 1440, (day + 6) * 1440];
        const context = { ...contextIn(zoneOf(zone)), dates: () => HOLIDAYS };
        const declared = declaredMinutes(schedule, context, from, until);
        found += declared.length;
        expect(declared.map(isoOf)).toEqual(dueMinutes(rule, from, until).map(isoOf));
      }),
      { numRuns: 250 },
    );
    expect(found, "most of them ran").toBeGreaterThan(1000);
  });
});

describe("timesOfDay", () => {
  it("leaves out no minute of the day at which a rule is due", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(undefined, 1 as const), ({ rule, day }, carryDays) => {
        const carried = { ...rule, ...(carryDays === 1 && { carryDays }) };
        const times = timesOfDay([carried], ALMANAC);
        const due = dueMinutes(carried, day * 1440, (day + 6) * 1440);
        expect(due.filter((minute) => !times.has(minute % 1440)).map(isoOf)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("holds a daily time once for each offset of its zone", () => {
    const times = timesOfDay([{ cron: "30 0 * * MON", zone: "Europe/London" }], ALMANAC);
    expect([...times]).toEqual([30, 23 * 60 + 30]);
  });
});
