import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairMoved } from "../../../codegen/plan/pair-moved.ts";
import { day } from "./support/runs.ts";

/** Some minutes of twenty days, ascending, each once. */
const someMinutes = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 * day }), { maxLength: 60 })
  .map((list) => list.toSorted((a, b) => a - b));

function dateOf(minute: number): number {
  return Math.floor(minute / day);
}

function sorted(list: readonly number[]): number[] {
  return list.toSorted((a, b) => a - b);
}

describe("pairing", () => {
  it("takes each run once, on its date, and only of equally many and few", () => {
    fc.assert(
      fc.property(someMinutes, someMinutes, (before, after) => {
        const of = (list: readonly number[], date: number) =>
          list.filter((minute) => dateOf(minute) === date);
        const { lost, gained, moved } = pairMoved({ minutes: before, dateOf }, { minutes: after, dateOf });
        const [from, to] = [moved.map((each) => each.from), moved.map((each) => each.to)];
        expect(sorted([...lost, ...from])).toEqual(before.filter((minute) => !after.includes(minute)));
        expect(sorted([...gained, ...to])).toEqual(after.filter((minute) => !before.includes(minute)));
        expect(to.map(dateOf)).toEqual(from.map(dateOf));
        for (let date = 0; date <= 20; date += 1) {
          const [old, now] = [of(before, date).length, of(after, date).length];
          const isMoved = old === now && old <= 4;
          expect(isMoved ? of([...lost, ...gained], date) : of([...from, ...to], date)).toEqual([]);
        }
      }),
    );
  });
});
