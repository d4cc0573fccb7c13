import * as fc from "fast-check";
import type { ZoneOffsets } from "../../../../src/job-map.ts";
import { minuteOf } from "./instant.ts";

const DAY = 1440;

/** No synthetic zone changes before it. */
export const START = minuteOf("2026-01-01T00:00Z");

/** Stranger than any real zone: jumps of up to 28 hours, at times only hours apart. */
export const zones: fc.Arbitrary<ZoneOffsets> = fc
  .record({
    first: offset(),
    steps: fc.array(fc.tuple(distance(), offset()), { maxLength: 6 }),
  })
  .map(({ first, steps }) => {
    let minute = START;
    return { first, changes: steps.map(([after, minutes]) => [(minute += after), minutes] as const) };
  });

/** Minutes from one change to the next: half of them are nearer than the longest gap is long. */
function distance(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 180, max: 28 * 60 }), fc.integer({ min: 180, max: 20 * DAY }));
}

/** Minutes east of UTC, -14 h to +14 h; mostly near 0, so that gaps of an hour or less are common too. */
function offset(): fc.Arbitrary<number> {
  const quarters = fc.oneof(fc.integer({ min: -56, max: 56 }), fc.integer({ min: -4, max: 4 }));
  return quarters.map((quarter) => 15 * quarter);
}
