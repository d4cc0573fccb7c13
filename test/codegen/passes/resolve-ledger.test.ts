import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { resolveLedger } from "../../../codegen/passes/resolve-ledger.ts";
import { readZone } from "../../../codegen/zones/read-zone.ts";
import type { RawSettings } from "../../../codegen/schema/raw.ts";

const minute = 60_000;
const hour = 60 * minute;

function resolve(layers: (RawSettings | undefined)[], { period = null as number | null, zone = "UTC" } = {}) {
  const zones = zone === "UTC" ? {} : { [zone]: readZone(zone) };
  return resolveLedger(layers, {
    key: "report",
    shortestPeriodMs: period,
    zone,
    almanac: { zones, dates: {} },
  });
}

describe("catchUp", () => {
  it.each([
    ["no two runs", null, hour],
    ["every 5 minutes", 5 * minute, 5 * minute],
    ["every hour", hour, hour],
    ["once a day", 24 * hour, hour],
  ])("is the shortest period, at most an hour, if left out: %s", (_name, period, withinMs) => {
    expect(resolve([], { period }).catchUp).toEqual({ withinMs, runs: "latest" });
  });

  it.each<[RawSettings["catchUp"], unknown]>([
    ["none", null],
    ["90m", { withinMs: 90 * minute, runs: "latest" }],
    [{ within: "3d" }, { withinMs: 72 * hour, runs: "latest" }],
    [
      { within: "6h", runs: "all" },
      { withinMs: 6 * hour, runs: "all" },
    ],
  ])("is what is written: %j", (catchUp, want) => {
    expect(resolve([{ catchUp }], { period: 5 * minute }).catchUp).toEqual(want);
  });

  it("is the first layer's as a whole", () => {
    const layers = [undefined, { catchUp: "2h" }, { catchUp: { within: "1d", runs: "all" as const } }];
    expect(resolve(layers).catchUp).toEqual({ withinMs: 2 * hour, runs: "latest" });
  });
});

describe("lock", () => {
  it("is the job's key if left out, else the first layer's", () => {
    expect(resolve([]).lock).toBe("report");
    expect(resolve([{}, { lock: "database" }, { lock: "other" }]).lock).toBe("database");
  });
});

describe("completion", () => {
  it("is the first layer's, and none undoes a default", () => {
    expect(resolve([]).completion).toBe(null);
    expect(resolve([{}, { completion: { within: "2h" } }]).completion).toEqual({ withinMs: 2 * hour });
    expect(resolve([{ completion: "none" }, { completion: { within: "2h" } }]).completion).toBe(null);
  });
});

describe("pause", () => {
  it("is the first layer's, and none undoes a default", () => {
    const reason = "moving";
    expect(resolve([]).pause).toBe(null);
    expect(resolve([{}, { pause: { reason } }]).pause).toEqual({ reason });
    expect(resolve([{ pause: "none" }, { pause: { reason } }]).pause).toBe(null);
  });

  it("has its reason on one line", () => {
    expect(resolve([{ pause: { reason: "  the data\n  moves\n" } }]).pause).toEqual({
      reason: "the data moves",
    });
  });

  it.each([
    ["UTC", "2026-12-01"],
    ["UTC", "2026-12-01T09:30"],
    ["Europe/London", "2026-12-01T09:30"],
    ["Europe/London", "2027-07-01"],
    ["Asia/Kathmandu", "2027-07-01T00:10"],
    // Skipped times are moved by the gap: an hour, half an hour, and the midnight of a date that begins at 01:00.
    ["Europe/London", "2027-03-28T01:30"],
    ["Australia/Lord_Howe", "2027-10-03T02:15"],
    ["Africa/Cairo", "2027-04-30"],
    // Of two times the first.
    ["Europe/London", "2027-10-31T01:30"],
  ])("ends in %s at the instant that Temporal gives to %s", (timeZone, until) => {
    const { epochMilliseconds } = Temporal.PlainDateTime.from(until).toZonedDateTime(timeZone);
    const { pause } = resolve([{ pause: { reason: "moving", until } }], { zone: timeZone });
    expect(pause).toEqual({ reason: "moving", untilMinute: epochMilliseconds / minute });
  });
});
