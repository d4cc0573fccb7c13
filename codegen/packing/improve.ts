import { join, wakesOf, type Cover } from "./cover.ts";
import { draw, fixedRandom, type Random } from "./random.ts";
import { leastGrowth, relocate, type Search } from "./relocate.ts";
import { searchPart, type SearchPart } from "./search-part.ts";
import type { Part } from "./solution.ts";

/** How many parts are dealt out anew together: two to four. */
const FEWEST_DEALT = 2;
const MOST_DEALT = 4;
/** Over the number of expressions, the share by which a new deal may be dearer at first. Measured: bench/packing.ts. */
const TOLERANCE = 5;
const SEED = 20_261_123;

/**
 * Makes a packing cheaper without changing its number of parts, by local search: takes a few parts at
 * random, deals their members out anew, and goes on from what came out where it is cheaper. At first
 * it may be a little dearer, ever less so, which leads out of dead ends (simulated annealing). The
 * best packing met on the way counts. The same input always gives the same packing.
 * @param effort about how many covers may be counted
 */
export function improve(covers: readonly Cover[], start: readonly Part[], effort: number): Part[] {
  if (start.length === 1 || start.length === covers.length) return [...start];
  const search: Search = { covers, effort };
  const random = fixedRandom(SEED);
  let parts = relocate(
    search,
    start.map((members) => searchPart(covers, members)),
  );
  let wakes = wakesOfAll(parts);
  let best = { parts, wakes };
  while (search.effort > 0) {
    const left = [...parts];
    const taken = draw(left, FEWEST_DEALT + Math.floor(random() * (MOST_DEALT - FEWEST_DEALT + 1)), random);
    const dealt = dealAnew(search, taken, random);
    const increment = wakesOfAll(dealt) - wakesOfAll(taken);
    const tolerance = (TOLERANCE / covers.length) * (search.effort / effort) * random();
    if (increment >= tolerance * wakesOfAll(taken)) continue;
    parts = [...left, ...dealt];
    wakes += increment;
    if (wakes < best.wakes) best = { parts, wakes };
  }
  return best.parts.map(({ members }) => members.toSorted((one, other) => one - other));
}

/** As many parts with the same members. */
function dealAnew(search: Search, parts: readonly SearchPart[], random: Random): SearchPart[] {
  const members = parts.flatMap((part) => part.members);
  return relocate(search, deal(search, draw(members, members.length, random), parts.length));
}

/** The first members begin a part each; every other one goes to the part that grows least by it. */
function deal(search: Search, members: readonly number[], count: number): SearchPart[] {
  const hands: { members: number[]; cover: Cover; wakes: number }[] = [];
  for (const member of members) {
    const single = search.covers[member];
    if (single === undefined) continue;
    const hand = hands.length < count ? undefined : hands[leastGrowth(search, hands, single)];
    if (hand === undefined) {
      hands.push({ members: [member], cover: single, wakes: wakesOf(single) });
      continue;
    }
    hand.members.push(member);
    hand.cover = join(hand.cover, single);
    hand.wakes = wakesOf(hand.cover);
  }
  search.effort -= members.length;
  return hands.map((hand) => searchPart(search.covers, hand.members));
}

function wakesOfAll(parts: readonly SearchPart[]): number {
  return parts.reduce((sum, { wakes }) => sum + wakes, 0);
}
