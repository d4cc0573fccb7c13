import { assert, double, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { REAL_TIME, realAt, simulatedAt } from "../../../src/local/simulated-time.ts";

const time = { from: Date.UTC(2026, 10, 23, 2), startedAt: 1_000, speed: 60 };

it.each([
  { realMs: 0, want: "02:00:00.000" },
  { realMs: 1_000, want: "02:00:00.000" },
  { realMs: 1_001, want: "02:00:00.060" },
  { realMs: 61_000, want: "03:00:00.000" },
])("shows $want at $realMs ms", ({ realMs, want }) => {
  expect(new Date(simulatedAt(time, realMs)).toISOString()).toBe(`2026-11-23T${want}Z`);
});

it("shows the real time in real time", () => {
  expect(simulatedAt(REAL_TIME, 1_795_000_000_123)).toBe(1_795_000_000_123);
  expect(realAt(REAL_TIME, 1_795_000_000_123)).toBe(1_795_000_000_123);
});

it("rings no alarm early", () => {
  assert(
    property(
      integer({ min: 0, max: 864_000_000 }),
      double({ min: 1, max: 120, noNaN: true }),
      (afterMs, speed) => {
        const at = time.from + afterMs;
        const anyTime = { ...time, startedAt: 1_795_000_000_000, speed };
        const shown = simulatedAt(anyTime, realAt(anyTime, at));
        expect(shown).toBeGreaterThanOrEqual(at);
        expect(shown).toBeLessThanOrEqual(at + speed + 1);
      },
    ),
  );
});
