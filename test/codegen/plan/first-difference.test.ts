import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../codegen/plan/compare-runs.ts";
import { inUtc, minutes, stretch } from "./support/runs.ts";

/** Of runs of UTC, from a time on: the run that goes, the one that comes in its place, the first new one where none does. */
function firstAt(before: readonly number[], after: readonly number[], time: string): (number | null)[] {
  const nowMinute = minutes(time)[0] ?? NaN;
  const { first } = compareRuns(inUtc(before), inUtc(after), { ...stretch, nowMinute });
  return [first?.from?.minute ?? null, first?.to?.minute ?? null, first?.firstNew?.minute ?? null];
}

/** Every ten minutes, the end inclusive. */
function every10(from: number, until: number): number[] {
  return Array.from({ length: (until - from) / 10 + 1 }, (_, index) => from + index * 10);
}

describe("the first difference", () => {
  const [before, after] = [minutes("1 00:23", "2 00:23"), minutes("1 23:23", "2 23:23")];

  it("is a run that moves, or what of it is not over", () => {
    expect(firstAt(before, after, "1 00:23")).toEqual([...minutes("1 00:23", "1 23:23"), null]);
    expect(firstAt(before, after, "1 00:24")).toEqual([null, ...minutes("1 23:23"), null]);
    expect(firstAt(before, after, "1 23:24")).toEqual([...minutes("2 00:23", "2 23:23"), null]);
    expect(firstAt(before, after, "3 00:00")).toEqual([null, null, null]);
  });

  it("is a run that falls away, and with it the first that comes", () => {
    const some = minutes("1 09:00", "2 09:00", "3 09:00");
    expect(firstAt(some, minutes("3 10:00"), "1 00:00")).toEqual([
      ...minutes("1 09:00"),
      null,
      ...minutes("3 10:00"),
    ]);
    expect(firstAt(some, minutes("3 09:00"), "1 00:00")).toEqual([...minutes("1 09:00"), null, null]);
  });

  it("does not change what it says of many runs a day as the minutes pass", () => {
    const [byDay, byNight] = [every10(7 * 60, 19 * 60), every10(22 * 60, 30 * 60)];
    expect(firstAt(byDay, byNight, "0 17:50")).toEqual([...minutes("0 17:50"), null, ...minutes("0 22:00")]);
    expect(firstAt(byDay, byNight, "0 18:00")).toEqual([...minutes("0 18:00"), null, ...minutes("0 22:00")]);
  });
});
