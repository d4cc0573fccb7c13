import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canEverMatch, matches, nextAfter, previousBefore } from "../../../src/schedule/cron.ts";
import { cronText } from "./support/cron-arbitrary.ts";
import { minuteOf } from "./support/instant.ts";
import { parsed } from "./support/parsed.ts";

const MINUTES_PER_DAY = 1440;
const instant = fc.integer({ min: minuteOf("1970-01-01T00:00Z"), max: minuteOf("2500-01-01T00:00Z") });

describe("nextAfter", () => {
  it("gives a later match, or null where the expression never matches", () => {
    fc.assert(
      fc.property(cronText, instant, (text, from) => {
        const cron = parsed(text);
        const next = nextAfter(cron, from);
        expect(next !== null).toBe(canEverMatch(cron));
        if (next === null) return;
        expect(next).toBeGreaterThan(from);
        expect(matches(cron, next)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves no match out: no minute of three days and no later day in between matches", () => {
    fc.assert(
      fc.property(cronText, instant, (text, from) => {
        const cron = parsed(text);
        const next = nextAfter(cron, from);
        const end = next ?? from + 3 * MINUTES_PER_DAY;
        for (let minute = from + 1; minute < Math.min(end, from + 3 * MINUTES_PER_DAY); minute++) {
          if (matches(cron, minute)) expect(minute).toBe(next);
        }
        // On a day after `from`'s, the first match is at the first time of day that matches at all: that of `next`.
        for (let minute = end - MINUTES_PER_DAY; minute > from + MINUTES_PER_DAY; minute -= MINUTES_PER_DAY) {
          if (matches(cron, minute)) expect(minute).toBe(next);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("previousBefore", () => {
  it("is the mirror of nextAfter", () => {
    fc.assert(
      fc.property(cronText, instant, (text, from) => {
        const cron = parsed(text);
        const next = nextAfter(cron, from);
        if (next === null) {
          expect(previousBefore(cron, from)).toBeNull();
          return;
        }
        expect(previousBefore(cron, next + 1)).toBe(next);
        const previous = previousBefore(cron, next);
        if (previous === null) {
          expect(nextAfter(cron, -1)).toBe(next);
          return;
        }
        expect(previous).toBeLessThanOrEqual(from);
        expect(nextAfter(cron, previous)).toBe(next);
      }),
      { numRuns: 2000 },
    );
  });
});
