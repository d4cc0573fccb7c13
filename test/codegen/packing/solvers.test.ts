import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversOf, join, wakesOf } from "../../../codegen/packing/cover.ts";
import { mergeGreedily } from "../../../codegen/packing/merge-greedily.ts";
import { pack } from "../../../codegen/packing/pack.ts";
import { searchPart, wakesWithout } from "../../../codegen/packing/search-part.ts";
import { solutionOf, type Part, type Problem } from "../../../codegen/packing/solution.ts";
import { solveBySearch } from "../../../codegen/packing/solve-by-search.ts";
import { solveExactly } from "../../../codegen/packing/solve-exactly.ts";
import { cheapestPacking } from "./support/brute-force.ts";
import { distinctExpressions } from "./support/expressions.ts";

function problemOf(texts: readonly string[]): Problem {
  const sorted = texts.toSorted();
  return { texts: sorted, covers: coversOf(sorted), present: new Set() };
}

describe("the exact packing", () => {
  it("costs what the best of all partitions costs, by its definition", () => {
    fc.assert(
      fc.property(distinctExpressions(2, 7), fc.nat(), fc.nat(), (texts, someBudget, somePresent) => {
        const budget = 1 + (someBudget % (texts.length - 1));
        // Now and then something that is there already: some of the texts, and a packing of all.
        const whole = pack({ a: texts }, 1);
        const present = texts.filter((_, index) => (somePresent >> index) & 1);
        if (whole.ok) present.push(...(whole.environments["a"] ?? []).map(({ cron }) => cron));

        const packing = pack({ a: texts }, budget, { a: present });
        if (!packing.ok) throw new Error("one environment fits one trigger");
        const triggers = packing.environments["a"] ?? [];
        expect({
          wakes: Math.round(packing.wakesPerYear * 400),
          newTriggers: triggers.filter(({ cron }) => !present.includes(cron)).length,
          length: triggers.reduce((sum, { cron }) => sum + cron.length, 0),
        }).toEqual(cheapestPacking(texts, budget, present));
      }),
      { numRuns: 40 },
    );
  });

  it("shares the budget out among environments as well as it can be", () => {
    fc.assert(
      fc.property(distinctExpressions(2, 4), distinctExpressions(2, 4), fc.nat(), (a, b, some) => {
        const budget = 2 + (some % (a.length + b.length - 2));
        const packing = pack({ a, b }, budget);
        const shares = Array.from({ length: budget - 1 }, (_, index) => index + 1);
        const best = Math.min(
          ...shares.map(
            (share) => cheapestPacking(a, share, []).wakes + cheapestPacking(b, budget - share, []).wakes,
          ),
        );
        expect(packing.ok && Math.round(packing.wakesPerYear * 400)).toBe(best);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the search", () => {
  it("stays within 5 % of the best, on cases that can be solved exactly", () => {
    let worst = 1;
    let cases = 0;
    fc.assert(
      fc.property(distinctExpressions(8, 12), (texts) => {
        const problem = problemOf(texts);
        const best = solveExactly(problem, texts.length);
        const found = solveBySearch(problem, texts.length);
        for (const [index, { wakes }] of found.entries()) {
          const ratio = wakes / (best[index]?.wakes ?? 0);
          worst = Math.max(worst, ratio);
          cases++;
          expect(ratio).toBeLessThanOrEqual(1.05);
        }
      }),
      { numRuns: 20, seed: 20_261_123 },
    );
    process.stdout.write(`packing search: worst ${worst.toFixed(4)} of the best in ${cases} cases\n`);
  });
});

describe("greedy merging", () => {
  it("merges at each step a pair that costs the least", () => {
    fc.assert(
      fc.property(distinctExpressions(3, 20), (texts) => {
        const problem = problemOf(texts);
        const stages = mergeGreedily(problem, texts.length);
        expect(stages.map((parts) => parts.length)).toEqual(texts.map((_, index) => index + 1));
        const wakes = (parts: readonly Part[]) => solutionOf(problem, parts).wakes;
        for (const [index, parts] of stages.entries()) {
          const [one, other, ...more] = parts.filter(
            (part) => !stages[index - 1]?.some((each) => isEqual(each, part)),
          );
          if (index === 0) continue;
          if (one === undefined || other === undefined) throw new Error("two parts should have been merged");
          expect(more).toEqual([]);
          const chosen = wakes([[...one, ...other]]) - wakes([one]) - wakes([other]);
          const increments = parts.flatMap((first, place) =>
            parts
              .slice(place + 1)
              .map((second) => wakes([[...first, ...second]]) - wakes([first]) - wakes([second])),
          );
          expect(chosen).toBe(Math.min(...increments));
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("a part of the search", () => {
  it("knows what it would cost without each of its members", () => {
    fc.assert(
      fc.property(distinctExpressions(2, 6), (texts) => {
        const covers = coversOf(texts);
        const members = texts.map((_, index) => index);
        const part = searchPart(covers, members);
        for (const [member, single] of covers.entries()) {
          const others = covers.filter((_, index) => index !== member);
          expect(wakesWithout(part, single)).toBe(wakesOf(others.reduce(join)));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the cost of parts", () => {
  it("counts a trigger once that two parts come out with", () => {
    const problem = problemOf(["0 1 * * *", "1 2 * * *", "0 2 * * *", "1 1 * * *"]);
    expect(
      solutionOf(problem, [
        [0, 3],
        [1, 2],
      ]).parts,
    ).toEqual([[0, 1, 2, 3]]);
    expect(
      solutionOf(problem, [
        [0, 3],
        [1, 2],
      ]).wakes,
    ).toBe(4 * 146_097);
  });
});

function isEqual(one: Part, other: Part): boolean {
  return new Set([...one, ...other]).size === one.length && one.length === other.length;
}
