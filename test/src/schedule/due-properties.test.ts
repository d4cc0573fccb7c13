import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule, ZoneOffsets } from "../../../src/job-map.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { START, zones } from "./support/zone-arbitrary.ts";

const DAY = 1440;

/** A zone and a local time near one of its changes, as the clock shows it before the change. */
const zonesAndTimes = fc
  .record({ zone: zones, index: fc.nat(), away: nearness() })
  .map(({ zone, index, away }) => {
    const [at = START] = zone.changes[index % Math.max(1, zone.changes.length)] ?? [];
    return { zone, local: at + clockOffset(zone, at - 1) + away };
  });

/** Minutes, mostly within the hours around a change in which times are skipped or repeated. */
function nearness(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -30 * 60, max: 30 * 60 }));
}

/** By walking the changes in their order. */
function clockOffset({ first, changes }: ZoneOffsets, minute: EpochMinute): number {
  return changes.findLast(([at]) => at <= minute)?.[1] ?? first;
}

/** The instants of a local time, by watching the clock from two days before it to two days after. */
function watchClock(zone: ZoneOffsets, local: number): { shown: EpochMinute[]; shifted: EpochMinute } {
  const shown: EpochMinute[] = [];
  let shifted = NaN;
  for (let minute = local - 2 * DAY; minute <= local + 2 * DAY; minute++) {
    const reading = minute + clockOffset(zone, minute);
    if (reading === local) shown.push(minute);
    if (reading > local && Number.isNaN(shifted)) shifted = local - clockOffset(zone, minute - 1);
  }
  return { shown, shifted };
}

function dueAround(rule: ScheduleRule, zone: ZoneOffsets, local: number): EpochMinute[] {
  const almanac: Almanac = { zones: { Test: zone }, dates: {} };
  const due: EpochMinute[] = [];
  for (let minute = local - 3 * DAY; minute <= local + 3 * DAY; minute++) {
    if (isDue([{ ...rule, zone: "Test" }], minute, almanac)) due.push(minute);
  }
  return due;
}

/** A cron for this local time and, within a few days, no other. */
function cronFor(local: number): string {
  const date = new Date(local * 60_000);
  return `${date.getUTCMinutes()} ${date.getUTCHours()} ${date.getUTCDate()} ${date.getUTCMonth() + 1} *`;
}

describe("isDue in any zone", () => {
  it("runs a time once for each pass that the policy asks for, and a skipped one once or never", () => {
    const kinds = new Set<number>();
    fc.assert(
      fc.property(zonesAndTimes, ({ zone, local }) => {
        const { shown, shifted } = watchClock(zone, local);
        kinds.add(Math.min(shown.length, 2));
        const due = (policy: Pick<ScheduleRule, "gap" | "repeat">) =>
          dueAround({ cron: cronFor(local), ...policy }, zone, local);
        const isSkipped = shown.length === 0;
        expect(due({})).toEqual(isSkipped ? [shifted] : shown.slice(0, 1));
        expect(due({ repeat: "last" })).toEqual(isSkipped ? [shifted] : shown.slice(-1));
        expect(due({ repeat: "both", gap: "skip" })).toEqual(shown);
      }),
      { numRuns: 150 },
    );
    expect(kinds, "unique, skipped and repeated times all came up").toEqual(new Set([0, 1, 2]));
  });

  it("runs an interval exactly when the clock shows one of its times", () => {
    fc.assert(
      fc.property(zonesAndTimes, fc.constantFrom(1, 5, 7, 20), ({ zone, local }, step) => {
        const want: EpochMinute[] = [];
        for (let minute = local - 3 * DAY; minute <= local + 3 * DAY; minute++) {
          const reading = new Date((minute + clockOffset(zone, minute)) * 60_000);
          if (reading.getUTCMinutes() % step === 0 && reading.getUTCHours() % 2 === 0) want.push(minute);
        }
        expect(dueAround({ cron: `*/${step} */2 * * *`, isInterval: true }, zone, local)).toEqual(want);
      }),
      { numRuns: 50 },
    );
  });
});
