import { describe, expect, it } from "vitest";
import { canEverMatch, matches, nextAfter, previousBefore, type Cron } from "../../../src/schedule/cron.ts";
import { isoOf, minuteOf } from "./support/instant.ts";
import { parsed } from "./support/parsed.ts";

describe("nextAfter and previousBefore, by the calendar", () => {
  it.each([
    // Each row is a pair of matches with nothing in between.
    { cron: "0 0 29 2 *", earlier: "2020-02-29T00:00Z", later: "2024-02-29T00:00Z" },
    { cron: "0 0 29 2 *", earlier: "2096-02-29T00:00Z", later: "2104-02-29T00:00Z" },
    { cron: "0 0 29 2 *", earlier: "2396-02-29T00:00Z", later: "2400-02-29T00:00Z" },
    { cron: "0 0 28 2 *", earlier: "2100-02-28T00:00Z", later: "2101-02-28T00:00Z" },
    { cron: "0 0 L 2 *", earlier: "2099-02-28T00:00Z", later: "2100-02-28T00:00Z" },
    { cron: "0 0 L 2 *", earlier: "2399-02-28T00:00Z", later: "2400-02-29T00:00Z" },
    { cron: "0 0 * 2 MON#5", earlier: "2072-02-29T00:00Z", later: "2112-02-29T00:00Z" },
    { cron: "0 0 31 * *", earlier: "2026-01-31T00:00Z", later: "2026-03-31T00:00Z" },
    { cron: "* * * * *", earlier: "2026-12-31T23:59Z", later: "2027-01-01T00:00Z" },
    { cron: "59 23 31 12 *", earlier: "2026-12-31T23:59Z", later: "2027-12-31T23:59Z" },
    { cron: "0 0 1 1 *", earlier: "2099-01-01T00:00Z", later: "2100-01-01T00:00Z" },
    { cron: "31,32 5 * * *", earlier: "2026-06-01T05:31Z", later: "2026-06-01T05:32Z" },
    { cron: "31,32 5 * * *", earlier: "2026-06-01T05:32Z", later: "2026-06-02T05:31Z" },
    { cron: "0 0 * * FRI", earlier: "9999-12-24T00:00Z", later: "9999-12-31T00:00Z" },
  ])("$cron: $earlier, then $later", ({ cron, earlier, later }) => {
    expect(isoOf(nextAfter(parsed(cron), minuteOf(earlier)))).toBe(later);
    expect(isoOf(previousBefore(parsed(cron), minuteOf(later)))).toBe(earlier);
  });

  it("end with the years 1970 and 9999", () => {
    const yearly = parsed("0 0 1 1 *");
    expect(isoOf(nextAfter(yearly, minuteOf("1969-12-31T23:59Z")))).toBe("1970-01-01T00:00Z");
    expect(isoOf(nextAfter(yearly, -Infinity))).toBe("1970-01-01T00:00Z");
    expect(previousBefore(yearly, minuteOf("1970-01-01T00:00Z"))).toBeNull();
    expect(nextAfter(yearly, minuteOf("9999-01-01T00:00Z"))).toBeNull();
    expect(isoOf(previousBefore(yearly, Infinity))).toBe("9999-01-01T00:00Z");
    const always = parsed("* * * * *");
    expect(nextAfter(always, minuteOf("9999-12-31T23:59Z"))).toBeNull();
    expect(matches(always, minuteOf("9999-12-31T23:59Z"))).toBe(true);
    expect(matches(always, minuteOf("9999-12-31T23:59Z") + 1)).toBe(false);
    expect(matches(always, -1)).toBe(false);
    expect([nextAfter(always, NaN), previousBefore(always, NaN), matches(always, NaN)]).toEqual([
      null,
      null,
      false,
    ]);
  });
});

/** The expression, and how often a search has asked which months it names: once for each month looked at, and once to step on. */
function counted(text: string): { cron: Cron; monthReads: () => number } {
  let reads = 0;
  const cron = new Proxy(parsed(text), {
    get(target, key: keyof Cron) {
      if (key === "months") reads++;
      return target[key];
    },
  });
  return { cron, monthReads: () => reads };
}

describe("expressions that never match", () => {
  it.each([
    "0 0 31 2 *",
    "0 0 30 2 *",
    "0 0 30-31 FEB *",
    "0 0 31 4,6,9,11 *",
    "* * L-29 2 *",
    "0 0 L-30 4 *",
    "0 0 L-29W 2 *",
    "0 0 30W 2 *",
    "0 0 31W 2,11 *",
  ])("%s ends at once", (text) => {
    const { cron, monthReads } = counted(text);
    expect(canEverMatch(cron)).toBe(false);
    expect(nextAfter(cron, minuteOf("2026-11-23T00:00Z"))).toBeNull();
    expect(previousBefore(cron, minuteOf("2026-11-23T00:00Z"))).toBeNull();
    expect(monthReads()).toBeLessThanOrEqual(3);
  });

  it.each([
    "0 0 29 2 *",
    "0 0 31 2,3 *",
    "0 0 L-28 2 *",
    "0 0 29W 2 *",
    "0 0 31 2 MON",
    "0 0 30 2 MON#5",
    "0 0 30 4 *",
  ])("%s is not one of them", (text) => {
    expect(canEverMatch(parsed(text))).toBe(true);
    expect(nextAfter(parsed(text), minuteOf("2026-11-23T00:00Z"))).not.toBeNull();
  });

  it("the rarest that does match, every 40 years, looks at 41 months and steps 40 times", () => {
    const { cron, monthReads } = counted("0 0 * 2 MON#5");
    expect(isoOf(nextAfter(cron, minuteOf("2072-02-29T00:00Z")))).toBe("2112-02-29T00:00Z");
    // A step over a year's end asks twice.
    expect(monthReads()).toBeLessThanOrEqual(41 + 2 * 40);
  });
});
