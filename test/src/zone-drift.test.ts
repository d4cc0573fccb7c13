import { describe, expect, it } from "vitest";
import type { ZoneOffsets } from "../../src/job-map.ts";
import { findZoneDrift } from "../../src/zone-drift.ts";
import { isoOf, minuteOf } from "./schedule/support/instant.ts";
import { temporalZone } from "./schedule/support/temporal-zone.ts";

const NOW = minuteOf("2027-01-15T12:00Z");
const ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
const LONDON = temporalZone("Europe/London", "2025-01-01", "2029-01-01");
const SPRING = minuteOf("2027-03-28T01:00Z");
const AUTUMN = minuteOf("2027-10-31T01:00Z");

/** London's offsets with one change moved or, without `by`, left out. */
function withChange(change: number, by?: number): ZoneOffsets {
  const changes = LONDON.changes.flatMap(([at, offset]) => {
    if (at !== change) return [[at, offset] as const];
    return by === undefined ? [] : [[at + by, offset] as const];
  });
  return { ...LONDON, changes };
}

describe("findZoneDrift", () => {
  it("finds nothing where the compiled offsets are the runtime's", () => {
    const zones = ZONES.map((name) => [name, temporalZone(name, "2025-01-01", "2029-01-01")] as const);
    expect(findZoneDrift(Object.fromEntries(zones), NOW)).toEqual([]);
  });

  it.each<{ what: string; compiled: ZoneOffsets; want: string | null }>([
    { what: "misses a change", compiled: withChange(SPRING), want: "2027-03-28T01:00Z" },
    { what: "has a change too late", compiled: withChange(SPRING, 1), want: "2027-03-28T01:00Z" },
    {
      what: "has a change a week too late",
      compiled: withChange(AUTUMN, 7 * 1440),
      want: "2027-10-31T01:00Z",
    },
    { what: "has a change too early", compiled: withChange(AUTUMN, -1), want: "2027-10-31T00:59Z" },
    { what: "has a change a day too early", compiled: withChange(AUTUMN, -1440), want: "2027-10-30T01:00Z" },
    { what: "is another zone's", compiled: { first: 60, changes: [] }, want: "2027-01-15T12:00Z" },
    {
      what: "has changes of its own",
      compiled: {
        first: 0,
        changes: [
          [minuteOf("2027-02-01T07:15Z"), 60],
          [minuteOf("2027-02-01T07:16Z"), 0],
        ],
      },
      want: "2027-02-01T07:15Z",
    },
    { what: "ends in 13 months", compiled: withChange(minuteOf("2028-03-26T01:00Z")), want: null },
    { what: "differs in the past only", compiled: withChange(minuteOf("2026-10-25T01:00Z"), 60), want: null },
  ])("names the first minute at which the compiled zone $what: $want", ({ compiled, want }) => {
    const [drift, ...others] = findZoneDrift({ "Europe/London": compiled }, NOW);
    expect(isoOf(drift?.minute ?? null)).toBe(want);
    expect(others).toEqual([]);
  });

  it("finds the same minute wherever it begins", () => {
    const zones = { "Europe/London": withChange(SPRING) };
    const found = Array.from({ length: 50 }, (_, index) => findZoneDrift(zones, NOW + 7 * index));
    expect(new Set(found.flat().map(({ minute }) => isoOf(minute)))).toEqual(new Set(["2027-03-28T01:00Z"]));
  });

  it("finds a change in the thirteenth month", () => {
    const now = minuteOf("2027-02-26T00:00Z");
    const compiled = withChange(minuteOf("2028-03-26T01:00Z"));
    expect(findZoneDrift({ "Europe/London": compiled }, now)).toEqual([
      { zone: "Europe/London", minute: minuteOf("2028-03-26T01:00Z") },
    ]);
  });

  it("names a zone that the runtime does not know, beside others in their order", () => {
    const unknown = { first: 0, changes: [] };
    const zones = {
      "Mars/Olympus": unknown,
      "Asia/Kathmandu": { first: 345, changes: [] },
      "Asia/Tokyo": unknown,
    };
    expect(findZoneDrift(zones, NOW)).toEqual([
      { zone: "Mars/Olympus", minute: NOW },
      { zone: "Asia/Tokyo", minute: NOW },
    ]);
  });
});
