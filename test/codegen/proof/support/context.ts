import type { ScheduleContext } from "../../../../codegen/proof/declared-minutes.ts";
import type { ZoneOffsets } from "../../../../src/job-map.ts";
import { temporalZone } from "../../../src/schedule/support/temporal-zone.ts";

export const UTC: ZoneOffsets = { first: 0, changes: [] };

const known = new Map<string, ZoneOffsets>();

/** A zone's offsets from 2025 to 2028, as Temporal knows them. */
export function zoneOf(name: string): ZoneOffsets {
  const zone = known.get(name) ?? temporalZone(name, "2025-01-01", "2029-01-01");
  known.set(name, zone);
  return zone;
}

/** Days since 1970-01-01 of an ISO date. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00Z`) / 86_400_000;
}

const CALENDARS: Readonly<Record<string, readonly number[]>> = {
  holidays: [dayOf("2026-11-26"), dayOf("2026-12-25")],
  empty: [],
};

export function datesOf(calendar: string): readonly number[] {
  const dates = CALENDARS[calendar];
  if (dates === undefined) throw new Error(`no calendar ${calendar}`);
  return dates;
}

/** The language's defaults in a zone. */
export function contextIn(zone: ZoneOffsets, dst: Partial<ScheduleContext["dst"]> = {}): ScheduleContext {
  return { zone, dst: { gap: "shift", repeat: "first", ...dst }, dates: datesOf };
}
