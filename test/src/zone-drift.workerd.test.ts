import { describe, expect, it } from "vitest";
import type { ZoneOffsets } from "../../src/job-map.ts";
import { findZoneDrift } from "../../src/zone-drift.ts";
import table from "../codegen/zones/tzdb-2026f.json";
import { minuteOf } from "./schedule/support/instant.ts";

const NOW = minuteOf("2027-01-15T12:00Z");

function compiled(name: keyof typeof table.zones): ZoneOffsets {
  const { first, changes } = table.zones[name];
  return { first, changes: Object.entries(changes).map(([at, offset]) => [minuteOf(at), offset]) };
}

describe("findZoneDrift, by workerd's own zone data", () => {
  it("finds nothing about zones whose rules have long been the same", () => {
    const names = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"] as const;
    expect(findZoneDrift(Object.fromEntries(names.map((name) => [name, compiled(name)])), NOW)).toEqual([]);
  });

  it("finds what was compiled otherwise, and what workerd does not know", () => {
    const zones = {
      "Europe/London": { first: 0, changes: [] },
      "Australia/Sydney": compiled("Australia/Lord_Howe"),
      "Mars/Olympus": { first: 0, changes: [] },
    };
    expect(findZoneDrift(zones, NOW)).toEqual([
      { zone: "Europe/London", minute: minuteOf("2027-03-28T01:00Z") },
      // Lord Howe's clocks change an hour before Sydney's and by half of it; in January both show UTC+11.
      { zone: "Australia/Sydney", minute: minuteOf("2027-04-03T15:00Z") },
      { zone: "Mars/Olympus", minute: NOW },
    ]);
  });
});
