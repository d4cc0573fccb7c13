import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack } from "../../../codegen/packing/pack.ts";
import { matches } from "../../../src/schedule/cron.ts";
import { cronOf, distinctExpressions } from "./support/expressions.ts";

const MINUTES_PER_DAY = 1440;

/** Days around the ends of months and years, a leap day among them, and any others. */
const sampleDays = fc
  .array(fc.integer({ min: 0, max: 3650 }), { minLength: 2, maxLength: 2 })
  .map((days) => [
    ...["2026-01-31", "2027-03-01", "2028-02-29"].map((day) => Date.parse(day) / 86_400_000),
    ...days.map((day) => Date.parse("2026-01-01") / 86_400_000 + day),
  ]);

function firings(text: string, days: readonly number[]): number[] {
  const cron = cronOf(text);
  return days
    .flatMap((day) => Array.from({ length: MINUTES_PER_DAY }, (_, minute) => day * MINUTES_PER_DAY + minute))
    .filter((minute) => matches(cron, minute));
}

/** Every budget from the least that does to one too small for all; of a large case, which takes longer, some. */
function budgetsFor(least: number, count: number): number[] {
  const budgets = Array.from({ length: count - least }, (_, index) => least + index);
  return count <= 10
    ? budgets
    : budgets.filter((_, index) => [0, 1, 4].includes(index) || index === count - least - 1);
}

/** Small cases go to the exact solver, the large environment to the search. */
const environments = fc.oneof(
  { weight: 3, arbitrary: fc.record({ a: distinctExpressions(1, 6), b: distinctExpressions(0, 4) }) },
  { weight: 1, arbitrary: fc.record({ a: distinctExpressions(13, 16), b: distinctExpressions(0, 2) }) },
);

describe("packing into every number of triggers that fits", () => {
  it("loses no firing, keeps every member once, and costs no more with one trigger more", () => {
    fc.assert(
      fc.property(environments, sampleDays, (given, days) => {
        const all = Object.values(given).flat();
        const least = Object.values(given).filter((crons) => crons.length > 0).length;
        expect(pack(given, least - 1)).toEqual({ ok: false, needed: least });

        let wakes = Infinity;
        const due = new Map(all.map((text) => [text, firings(text, days)]));
        for (const budget of budgetsFor(least, all.length)) {
          const packing = pack(given, budget);
          if (!packing.ok) throw new Error(`${budget} triggers should do`);
          const triggers = Object.values(packing.environments).flat();
          expect(triggers.length).toBeLessThanOrEqual(budget);
          expect(packing.wakesPerYear).toBeLessThanOrEqual(wakes);
          wakes = packing.wakesPerYear;
          for (const [name, crons] of Object.entries(given)) {
            const members = (packing.environments[name as "a" | "b"] ?? []).flatMap(
              (trigger) => trigger.members,
            );
            expect(members.toSorted()).toEqual(crons.toSorted());
          }
          for (const { cron, members } of triggers) {
            const fires = new Set(due.get(cron) ?? firings(cron, days));
            const lost = members
              .flatMap((member) => firings(member, days))
              .filter((minute) => !fires.has(minute));
            expect(lost).toEqual([]);
          }
        }
      }),
      { numRuns: 16 },
    );
  });

  it("writes triggers in the safe part of the dialect, each once in its environment", () => {
    fc.assert(
      fc.property(environments, fc.nat(), (given, some) => {
        const count = Object.values(given).flat().length;
        const packing = pack(given, 2 + (some % count));
        if (!packing.ok) throw new Error("two environments fit two triggers");
        for (const triggers of Object.values(packing.environments)) {
          expect(new Set(triggers.map(({ cron }) => cron)).size).toBe(triggers.length);
          for (const { cron } of triggers) {
            const { fields } = cronOf(cron);
            const [, , dayOfMonth, , dayOfWeek] = fields;
            expect(dayOfMonth.isStar || dayOfWeek.isStar).toBe(true);
            expect(dayOfWeek.isStar || /^[A-Z,\-#1-5]+$/.test(cron.split(" ")[4] ?? "")).toBe(true);
            expect(cron.split(" ")[4]).not.toMatch(/(?<!#)\d/);
            const ranges = fields.flatMap(({ items }) => items.filter((item) => item.kind === "range"));
            expect(ranges.filter(({ from, to }) => from.value > to.value)).toEqual([]);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("gives the same whatever the order", () => {
    fc.assert(
      fc.property(environments, fc.nat(), (given, some) => {
        const count = Object.values(given).flat().length;
        const reversed = { b: given.b.toReversed(), a: given.a.toReversed() };
        const budget = 2 + (some % count);
        expect(pack(reversed, budget)).toEqual(pack(given, budget));
      }),
      { numRuns: 20 },
    );
  });
});
