import { bitsOf } from "../../src/schedule/bits.ts";
import { join, wakesOf, type Cover } from "./cover.ts";
import { printPart, restOf, type Problem, type Solution } from "./solution.ts";

/** Up to so many expressions: 3^12 / 2 steps for each number of parts, some 20 ms in all. */
export const MAX_EXACT = 12;

/** Costs of every subset of the expressions, a subset being the bits of its index. */
interface Costs {
  readonly wakes: Float64Array;
  readonly rest: Float64Array;
}

/** The same, and the part that the best packing of a subset gives to its first expression. */
interface Layer extends Costs {
  readonly firstPart: Int32Array;
}

/**
 * The best packings of an environment into exactly 1, 2, ... `maxParts` parts, found by looking at all:
 * the best packing of a set into k parts is one part, which holds the set's first expression, beside
 * the best packing of what is left into k - 1. Of packings that cost the same the first one found is
 * kept, so the answer depends on nothing but the sorted texts.
 */
export function solveExactly(problem: Problem, maxParts: number): Solution[] {
  const everything = 2 ** problem.texts.length - 1;
  const subsets = costsOfSubsets(problem);
  const layers: Layer[] = [{ ...subsets, firstPart: Int32Array.from(subsets.wakes.keys()) }];
  while (layers.length < maxParts) layers.push(addPart(subsets, layers.at(-1) ?? subsets));
  return layers.map(({ wakes, rest }, index) => ({
    wakes: wakes[everything] ?? 0,
    rest: rest[everything] ?? 0,
    parts: partsOf(layers.slice(0, index + 1), everything),
  }));
}

/** What each subset costs as one trigger; the empty one is no trigger at all, so nothing is left to it. */
function costsOfSubsets(problem: Problem): Costs {
  const size = 2 ** problem.texts.length;
  const wakes = new Float64Array(size).fill(Infinity);
  const rest = new Float64Array(size).fill(Infinity);
  const covers: (Cover | undefined)[] = [undefined];
  for (let subset = 1; subset < size; subset++) {
    const single = problem.covers[31 - Math.clz32(subset & -subset)];
    const others = covers[subset & (subset - 1)];
    const cover = single !== undefined && others !== undefined ? join(single, others) : single;
    covers.push(cover);
    if (cover === undefined) continue;
    wakes[subset] = wakesOf(cover);
    rest[subset] = restOf(problem, printPart(problem, bitsOf(subset), cover));
  }
  return { wakes, rest };
}

/** From the best packings of each subset into k - 1 parts those into k. */
function addPart(subsets: Costs, fewer: Costs): Layer {
  const size = subsets.wakes.length;
  const wakes = new Float64Array(size).fill(Infinity);
  const rest = new Float64Array(size).fill(Infinity);
  const firstPart = new Int32Array(size);
  for (let subset = 1; subset < size; subset++) {
    const first = subset & -subset;
    const later = subset ^ first;
    let leastWakes = Infinity;
    let leastRest = Infinity;
    let best = 0;
    for (let left = later; left > 0; left = (left - 1) & later) {
      const part = subset ^ left;
      const itsWakes = (subsets.wakes[part] ?? 0) + (fewer.wakes[left] ?? 0);
      if (itsWakes > leastWakes) continue;
      const itsRest = (subsets.rest[part] ?? 0) + (fewer.rest[left] ?? 0);
      if (itsWakes === leastWakes && itsRest >= leastRest) continue;
      leastWakes = itsWakes;
      leastRest = itsRest;
      best = part;
    }
    wakes[subset] = leastWakes;
    rest[subset] = leastRest;
    firstPart[subset] = best;
  }
  return { wakes, rest, firstPart };
}

/** Follows the choices back from the last layer to the first. */
function partsOf(layers: readonly Layer[], everything: number): number[][] {
  const parts: number[][] = [];
  let left = everything;
  for (const { firstPart } of layers.toReversed()) {
    const part = firstPart[left] ?? 0;
    parts.push(bitsOf(part));
    left ^= part;
  }
  return parts;
}
