/** An environment's expressions as the solvers see them, and what they find. */

import { join, printCover, wakesOf, type Cover } from "./cover.ts";

/** An environment's expressions; members of a part are indexes into both lists. */
export interface Problem {
  /** Sorted, each once. */
  readonly texts: readonly string[];
  readonly covers: readonly Cover[];
  /** The crons that the environment has now. */
  readonly present: ReadonlySet<string>;
}

/** A part of a packing: the members of one trigger, ascending. */
export type Part = readonly number[];

/** What a packing is judged by, the less the better: first the wakes, then, where they are equal, the rest. */
export interface Cost {
  /** In 400 years. */
  readonly wakes: number;
  /** The triggers that are not among the present ones, weighed above the length of all triggers' text. */
  readonly rest: number;
}

export interface Solution extends Cost {
  readonly parts: readonly Part[];
}

/** More than all triggers of an account are long together. */
const NEW_TRIGGER = 2 ** 24;

export function isBetter(one: Cost, other: Cost): boolean {
  return one.wakes < other.wakes || (one.wakes === other.wakes && one.rest < other.rest);
}

/** The trigger of a part: a lone expression as it was given, and else the cover in canonical form. */
export function printPart({ texts }: Problem, part: Part, cover: Cover): string {
  const [only] = part;
  return part.length === 1 && only !== undefined ? (texts[only] ?? "") : printCover(cover);
}

/** The share of one trigger in `Cost.rest`. */
export function restOf({ present }: Problem, trigger: string): number {
  return (present.has(trigger) ? 0 : NEW_TRIGGER) + trigger.length;
}

/** What a part's trigger has to cover. */
export function coverOf({ covers }: Problem, part: Part): Cover {
  return part.flatMap((member) => covers[member] ?? []).reduce(join);
}

/** What a packing costs. Parts that come out with the same trigger become one, as it would fire twice. */
export function solutionOf(problem: Problem, parts: readonly Part[]): Solution {
  const byTrigger = new Map<string, { part: Part; cover: Cover }>();
  for (const part of parts) {
    const cover = coverOf(problem, part);
    const trigger = printPart(problem, part, cover);
    const members = [...(byTrigger.get(trigger)?.part ?? []), ...part];
    byTrigger.set(trigger, { part: members.toSorted((one, other) => one - other), cover });
  }
  let wakes = 0;
  let rest = 0;
  for (const [trigger, { cover }] of byTrigger) {
    wakes += wakesOf(cover);
    rest += restOf(problem, trigger);
  }
  return { wakes, rest, parts: Array.from(byTrigger.values(), ({ part }) => part) };
}
