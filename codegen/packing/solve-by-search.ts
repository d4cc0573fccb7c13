import { improve } from "./improve.ts";
import { mergeGreedily } from "./merge-greedily.ts";
import { solutionOf, type Problem, type Solution } from "./solution.ts";

/**
 * Covers counted for k parts, times k: the fewer parts, the more there is to deal out. It does not
 * depend on the budget, so that a greater budget never gives a dearer packing.
 */
const EFFORT = 300_000;

/**
 * Good packings of an environment into up to 1, 2, ... `maxParts` parts: those of greedy merging, made
 * better by local search.
 */
export function solveBySearch(problem: Problem, maxParts: number): Solution[] {
  const stages = mergeGreedily(problem, maxParts);
  return stages.map((parts) => {
    const improved = improve(problem.covers, parts, EFFORT / parts.length);
    return solutionOf(problem, improved);
  });
}
