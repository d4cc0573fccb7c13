import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  firstPassOf,
  lastPassOf,
  offsetAt,
  periodAt,
  shiftedFrom,
  startOf,
} from "../../../src/schedule/zone.ts";
import { isoOf, minuteOf } from "./support/instant.ts";
import { offsetOfZoned, temporalZone } from "./support/temporal-zone.ts";

const LONDON = temporalZone("Europe/London", "2025-01-01", "2029-01-01");

describe("offsetAt", () => {
  it.each(["Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"])(
    "is Temporal's in %s, before, at and after each change",
    (name) => {
      const zone = temporalZone(name, "2025-01-01", "2029-01-01");
      const days = Array.from({ length: 1461 }, (_, day) => minuteOf("2025-01-01T00:00Z") + 1440 * day);
      const instants = [...days, ...zone.changes.flatMap(([at]) => [at - 1, at, at + 1])];
      for (const minute of instants) {
        const zoned = Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(name);
        expect(offsetAt(zone, minute), isoOf(minute) ?? "").toBe(offsetOfZoned(zoned));
      }
    },
  );

  it("keeps the first offset before all changes and the last one after them", () => {
    expect(offsetAt({ first: 45, changes: [] }, 0)).toBe(45);
    expect(offsetAt(LONDON, minuteOf("1970-01-01T00:00Z"))).toBe(0);
    expect(offsetAt({ first: 0, changes: [[10, 60]] }, minuteOf("9999-12-31T23:59Z"))).toBe(60);
  });
});

describe("periodAt", () => {
  it.each([
    { at: "2025-03-30T00:59Z", period: 0, start: null },
    { at: "2025-03-30T01:00Z", period: 1, start: "2025-03-30T01:00Z" },
    { at: "2025-10-26T00:59Z", period: 1, start: "2025-03-30T01:00Z" },
    { at: "2025-10-26T01:00Z", period: 2, start: "2025-10-26T01:00Z" },
  ])("$at lies in London's period $period", ({ at, period, start }) => {
    expect(periodAt(LONDON, minuteOf(at))).toBe(period);
    expect(startOf(LONDON, period)).toBe(start === null ? -Infinity : minuteOf(start));
  });
});

describe("the instants of a local time in London", () => {
  // Local times are written as if they were UTC.
  it.each([
    { local: "2026-06-01T12:00Z", first: "2026-06-01T11:00Z", last: "2026-06-01T11:00Z" },
    { local: "2026-03-29T00:59Z", first: "2026-03-29T00:59Z", last: "2026-03-29T00:59Z" },
    { local: "2026-03-29T01:00Z", first: null, last: null, shifted: "2026-03-29T01:00Z" },
    { local: "2026-03-29T01:59Z", first: null, last: null, shifted: "2026-03-29T01:59Z" },
    { local: "2026-03-29T02:00Z", first: "2026-03-29T01:00Z", last: "2026-03-29T01:00Z" },
    { local: "2026-10-25T01:00Z", first: "2026-10-25T00:00Z", last: "2026-10-25T01:00Z" },
    { local: "2026-10-25T01:59Z", first: "2026-10-25T00:59Z", last: "2026-10-25T01:59Z" },
    { local: "2026-10-25T02:00Z", first: "2026-10-25T02:00Z", last: "2026-10-25T02:00Z" },
  ])("$local: $first and $last", ({ local, first, last, shifted }) => {
    expect(isoOf(firstPassOf(LONDON, minuteOf(local)))).toBe(first);
    expect(isoOf(lastPassOf(LONDON, minuteOf(local)))).toBe(last);
    if (shifted !== undefined) expect(isoOf(shiftedFrom(LONDON, minuteOf(local)))).toBe(shifted);
  });
});
