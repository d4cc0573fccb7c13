import { join, wakesOf, wakesOfJoined, type Cover } from "./cover.ts";
import { coverOf, type Part, type Problem } from "./solution.ts";

interface Cluster {
  members: Part;
  cover: Cover;
  wakes: number;
  /** The cluster with which this one is merged at the least cost, and that cost; it may be below zero. */
  partner: Cluster | null;
  increment: number;
}

/** From so many expressions on, n² covers would take seconds. */
const MANY = 2000;

/**
 * Begins with each expression by itself and merges, again and again, the two parts whose merger costs
 * the least. Each part keeps its best partner, and looks for another one only when that is merged away:
 * some n² covers are counted in all.
 * @returns for 1, 2, ... `maxParts` parts the parts left at that point
 */
export function mergeGreedily(problem: Problem, maxParts: number): Part[][] {
  const clusters: Cluster[] = startingParts(problem).map((members) => {
    const cover = coverOf(problem, members);
    return { members, cover, wakes: wakesOf(cover), partner: null, increment: -Infinity };
  });
  const stages: Part[][] = [];
  while (clusters.length > 0) {
    if (clusters.length <= maxParts) stages.push(clusters.map(({ members }) => members));
    mergeCheapest(clusters);
  }
  return stages.toReversed();
}

/** Of very many expressions, those that differ only in their minutes begin as one part, which costs no wake. */
function startingParts({ texts }: Problem): Part[] {
  if (texts.length < MANY) return texts.map((_, index) => [index]);
  const parts = new Map<string, number[]>();
  for (const [index, text] of texts.entries()) {
    const withoutMinutes = text.slice(text.indexOf(" "));
    parts.set(withoutMinutes, [...(parts.get(withoutMinutes) ?? []), index]);
  }
  return [...parts.values()];
}

function mergeCheapest(clusters: Cluster[]): void {
  const [merged, gone] = cheapestPair(clusters);
  clusters.splice(clusters.indexOf(gone), 1);
  merged.members = [...merged.members, ...gone.members];
  merged.cover = join(merged.cover, gone.cover);
  merged.wakes = wakesOf(merged.cover);
  merged.partner = null;
  merged.increment = -Infinity;
  for (const cluster of clusters) {
    if (cluster === merged) continue;
    if (cluster.partner === merged || cluster.partner === gone) cluster.partner = null;
    consider(cluster, merged);
  }
}

/** A cluster that lost its partner keeps the increment as a lower bound, and looks for another when its turn comes. */
function cheapestPair(clusters: readonly Cluster[]): [Cluster, Cluster] {
  for (;;) {
    const cheapest = clusters.reduce((best, each) => (each.increment < best.increment ? each : best));
    if (cheapest.partner !== null || clusters.length === 1) return [cheapest, cheapest.partner ?? cheapest];
    cheapest.increment = Infinity;
    for (const other of clusters) if (other !== cheapest) consider(cheapest, other);
  }
}

function consider(cluster: Cluster, other: Cluster): void {
  const increment = wakesOfJoined(cluster.cover, other.cover) - cluster.wakes - other.wakes;
  if (increment > cluster.increment || (increment === cluster.increment && cluster.partner !== null)) return;
  cluster.partner = other;
  cluster.increment = increment;
}
