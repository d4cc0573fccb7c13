import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readZone } from "../../../codegen/zones/read-zone.ts";
import { zoneNames } from "../../../codegen/zones/zone-names.ts";
import { intlOffset } from "../../../src/schedule/intl-offset.ts";
import { offsetAt } from "../../../src/schedule/zone.ts";

interface Table {
  readonly about: string;
  readonly zones: Readonly<
    Record<string, { readonly first: number; readonly changes: Readonly<Record<string, number>> }>
  >;
}

const table = JSON.parse(readFileSync(new URL("tzdb-2026f.json", import.meta.url), "utf8")) as Table;

/**
 * Node 24.21's own data are tzdb 2026c; since then Manitoba has done away with the change of its clocks. Zone → the
 * first minute from which the two may differ.
 */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = { "America/Winnipeg": "2026-11-01T07:00Z" };

function isoMinute(minute: number): string {
  return `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;
}

describe("readZone", () => {
  it.each(Object.keys(table.zones))("gives the changes of %s that zdump prints", (name) => {
    const known = table.zones[name];
    const end = KNOWN_DIFFERENCES[name] ?? "2041";
    const { first, changes } = readZone(name);
    expect(first).toBe(known?.first);
    expect(
      changes.map(([minute, offset]) => [isoMinute(minute), offset]).filter(([at = ""]) => at < end),
    ).toEqual(Object.entries(known?.changes ?? {}).filter(([at]) => at < end));
  });

  it.each(Object.entries(KNOWN_DIFFERENCES))("differs from zdump about %s from %s on", (name, at) => {
    const ours = readZone(name).changes.map(([minute]) => isoMinute(minute));
    expect(ours).toContain(at);
    expect(Object.keys(table.zones[name]?.changes ?? {})).not.toContain(at);
  });

  it("finds the two changes that are closest, a week apart", () => {
    const changes = readZone("Asia/Gaza").changes.map(([minute]) => isoMinute(minute));
    expect(changes.slice(-2)).toEqual(["2040-10-20T00:00Z", "2040-10-26T23:00Z"]);
  });

  it("agrees with Intl about a hundred zones at instants that it does not sample", () => {
    const start = Date.UTC(2025, 0) / 60_000;
    const names = [...zoneNames()].filter((_, index) => index % 5 === 0);
    for (const name of names) {
      const [zone, offset] = [readZone(name), intlOffset(name)];
      for (let minute = start; minute < Date.UTC(2041, 0) / 60_000; minute += 51_991) {
        expect(offsetAt(zone, minute), `${name} at ${isoMinute(minute)}`).toBe(offset(minute));
      }
    }
  });

  it("reads a zone once", () => {
    expect(readZone("Europe/London")).toBe(readZone("Europe/London"));
  });

  it("throws on a name that the runtime does not know", () => {
    expect(() => readZone("Mars/Olympus")).toThrow(RangeError);
  });
});
