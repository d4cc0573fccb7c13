import { describe, expect, it } from "vitest";
import { firstWords, pausedWords, runsWords } from "../../../codegen/plan/plan-words.ts";
import type { Plan, RunsPlan } from "../../../codegen/plan/plan.ts";
import { shiftWords } from "../../../codegen/plan/time-words.ts";
import { durationWords } from "../../../codegen/plan/words.ts";
import { fitting, wrapped } from "../../../codegen/text/wrap.ts";

describe("a duration", () => {
  it.each([
    { given: 0, want: "0 s" },
    { given: 100, want: "100 ms" },
    { given: 30_000, want: "30 s" },
    { given: 90_000, want: "1 min 30 s" },
    { given: 120_000, want: "2 min" },
    { given: 363_500, want: "6 min 3 s" },
    { given: 86_400_000, want: "1 day" },
    { given: 180_000_000, want: "2 days 2 h" },
  ])("of $given ms is $want", ({ given, want }) => {
    expect(durationWords(given)).toBe(want);
  });
});

const minuteOf = (text: string): number => Date.parse(text) / 60_000;
const nothing = { before: 0, after: 0 };
/** A stretch of 100 days. */
const plan: Plan = {
  kind: "versions",
  nowMinute: minuteOf("2026-11-23T12:00Z"),
  fromMinute: minuteOf("2026-11-23T00:00Z"),
  untilMinute: minuteOf("2027-03-03T00:00Z"),
  dangers: [],
  environments: [],
  zones: [],
  account: {
    settings: [],
    triggers: { ...nothing, budget: 5 },
    left: { workers: [], triggers: 0 },
    wakesPerDay: nothing,
    spareWakesPerDay: nothing,
  },
};
const instant = (text: string, zone = "UTC", offset = 0) => ({ minute: minuteOf(text), zone, offset });
const runs: RunsPlan = {
  zones: { before: "UTC", after: "UTC" },
  before: 0,
  after: 0,
  lost: 0,
  gained: 0,
  moved: 0,
  shift: null,
  first: { from: instant("2026-11-24T02:06Z"), to: null, firstNew: null },
};

describe("runs", () => {
  it.each([
    {
      given: { before: 28_800, after: 14_400, lost: 14_400 },
      want: "288 → 144 a day: 14,400 lost in 13 months",
    },
    {
      given: { before: 100, after: 100, moved: 100, shift: { least: 60, most: 60 } },
      want: "1 a day as before: 100 moved (1 h later) in 13 months",
    },
    { given: { before: 0, after: 150, gained: 150 }, want: "0 → 1.5 a day: 150 gained in 13 months" },
    { given: { before: 14, after: 0, lost: 14 }, want: "14 → 0 in 13 months: 14 lost" },
    // In figures for a day nobody would see it.
    { given: { before: 100, after: 101, gained: 1 }, want: "100 → 101 in 13 months: 1 gained" },
    { given: { before: 100, after: 100 }, want: "the same as before" },
  ])("are $want", ({ given, want }) => {
    expect(runsWords({ ...runs, ...given }, plan, "changed")).toBe(want);
  });

  it("of a job that comes or goes are its rate", () => {
    expect(runsWords({ ...runs, after: 9600, gained: 9600 }, plan, "added")).toBe("0 → 96 a day");
    expect(runsWords({ ...runs, before: 14, lost: 14 }, plan, "removed")).toBe("14 → 0 in 13 months");
    expect(runsWords({ ...runs, first: null }, plan, "added")).toBe("none in 13 months");
  });
});

describe("the first difference", () => {
  const [early, late] = [instant("2026-11-24T02:06Z"), instant("2026-11-24T03:06Z")];

  it.each([
    { from: early, to: late, firstNew: null, want: "the run of Tue 24 Nov 2026 02:06 UTC is at 03:06 UTC" },
    { from: early, to: null, firstNew: null, want: "the run of Tue 24 Nov 2026 02:06 UTC falls away" },
    { from: null, to: early, firstNew: null, want: "a new run on Tue 24 Nov 2026 02:06 UTC" },
    {
      from: early,
      to: instant("2026-11-25T02:06Z"),
      firstNew: null,
      want: "the run of Tue 24 Nov 2026 02:06 UTC is at Wed 25 Nov 2026 02:06 UTC",
    },
    {
      from: early,
      to: null,
      firstNew: late,
      want: "the run of Tue 24 Nov 2026 02:06 UTC falls away; the first new one is at 03:06 UTC",
    },
    {
      from: early,
      to: null,
      firstNew: instant("2026-11-30T10:00Z"),
      want: "the run of Tue 24 Nov 2026 02:06 UTC falls away; the first new one is at Mon 30 Nov 2026 10:00 UTC",
    },
  ])("is: $want", ({ want, ...first }) => {
    expect(firstWords(first)).toBe(want);
  });

  it("is shown on the clock of each version too, with its date where that is another", () => {
    const from = instant("2026-11-24T02:06Z", "America/New_York", -300);
    expect(firstWords({ from, to: null, firstNew: null })).toBe(
      "the run of Tue 24 Nov 2026 02:06 UTC (Mon 23 Nov 2026 21:06 in America/New_York) falls away",
    );
    const to = instant("2026-11-24T08:30Z", "America/New_York", -300);
    expect(firstWords({ from: instant("2026-11-24T03:30Z"), to, firstNew: null })).toBe(
      "the run of Tue 24 Nov 2026 03:30 UTC is at 08:30 UTC (03:30 in America/New_York)",
    );
  });
});

describe("other words", () => {
  it("say how far runs move, and for how long a pause has been", () => {
    expect(shiftWords({ least: -1440, most: 30 })).toBe("from 1 day earlier to 30 min later");
    expect(pausedWords(minuteOf("2026-11-22T23:59Z"), plan)).toBe("since Sun 22 Nov 2026, for 1 day");
  });

  it("are wrapped at 100 columns, a word never cut", () => {
    const long = "x".repeat(120);
    expect(wrapped(`${"word ".repeat(25)}${long}`, "  ")).toEqual([
      // Two blanks, nineteen words of four letters and eighteen blanks are 96 columns; a twentieth would be at 101.
      `  ${"word ".repeat(18)}word`,
      "  word word word word word word",
      `  ${long}`,
    ]);
  });

  it("fit in bytes, not in characters", () => {
    expect(fitting(["日日", "a", "b"], 9)).toEqual({ lines: ["日日", "a"], left: 1 });
    expect(fitting(["日日", "a"], 6)).toEqual({ lines: [], left: 2 });
  });
});
