import { wakesOfJoined, type Cover } from "./cover.ts";
import { searchPart, wakesWithout, type SearchPart } from "./search-part.ts";

/** What the local search works on; `effort` counts down with every cover that is made or counted. */
export interface Search {
  readonly covers: readonly Cover[];
  effort: number;
}

/**
 * Moves one member at a time to the part where it costs less, until none is left that gains by it or
 * the effort is spent. No part loses its last member. Most members have nothing that others of their
 * part don't have, so they gain nothing and need no look at the other parts.
 */
export function relocate(search: Search, start: readonly SearchPart[]): SearchPart[] {
  const parts = [...start];
  let hasMoved = true;
  while (hasMoved) {
    hasMoved = false;
    for (let from = 0; from < parts.length; from++) {
      for (const member of parts[from]?.members ?? []) {
        if (search.effort <= 0) return parts;
        if (moveMember(search, parts, from, member)) hasMoved = true;
      }
    }
  }
  return parts;
}

function moveMember(search: Search, parts: SearchPart[], from: number, member: number): boolean {
  const source = parts[from];
  const single = search.covers[member];
  if (source === undefined || single === undefined || source.members.length === 1) return false;
  const gain = source.wakes - wakesWithout(source, single);
  search.effort--;
  if (gain <= 0) return false;
  const to = leastGrowth(search, parts, single, gain, from);
  const target = parts[to];
  if (target === undefined) return false;
  search.effort -= source.members.length + target.members.length;
  const left = source.members.filter((each) => each !== member);
  parts[from] = searchPart(search.covers, left);
  parts[to] = searchPart(search.covers, [...target.members, member]);
  return true;
}

/** The part that grows least by a member, and by less than `limit`; -1 where there is none. */
export function leastGrowth(
  search: Search,
  parts: readonly Pick<SearchPart, "cover" | "wakes">[],
  single: Cover,
  limit = Infinity,
  except = -1,
): number {
  let least = limit;
  let best = -1;
  search.effort -= parts.length;
  for (const [index, { cover, wakes }] of parts.entries()) {
    if (index === except) continue;
    const growth = wakesOfJoined(cover, single) - wakes;
    if (growth >= least) continue;
    least = growth;
    best = index;
  }
  return best;
}
