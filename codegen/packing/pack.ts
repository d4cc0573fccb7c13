/**
 * Packing: an account has so many cron triggers, and its environments share them. Where they have more
 * expressions than that, some of one environment become one trigger, the least expression that covers
 * them (cover.ts). It may fire at minutes at which none of them does: a spare wake. Of all packings
 * that fit, the one with the fewest wakes a year is wanted; of equal ones the one with the fewest
 * triggers that are not there now, then the one with the shortest text.
 *
 * 1. Within the budget nothing is packed.
 * 2. Each environment by itself is packed into 1, 2, 3, ... parts: up to 12 expressions by looking at
 *    every partition (solve-exactly.ts), more by a search (solve-by-search.ts) that merges the pair
 *    that costs least, again and again, and then moves members about.
 * 3. The budget is shared out among the environments (distribute.ts).
 *
 * Wakes are counted over the 400 years in which the calendar repeats, so they are whole numbers and
 * exact. There is no clock and no chance in it: equal input gives an equal packing, in whatever order
 * the expressions and the environments are given.
 */

import { parseCron } from "../../src/schedule/cron.ts";
import { coversOf, wakesOf } from "./cover.ts";
import { countDistinctMinutes } from "./distinct-minutes.ts";
import { distribute } from "./distribute.ts";
import { CYCLE_YEARS } from "./gregorian-cycle.ts";
import { coverOf, printPart, type Part, type Problem, type Solution } from "./solution.ts";
import { solveBySearch } from "./solve-by-search.ts";
import { MAX_EXACT, solveExactly } from "./solve-exactly.ts";

/** Crons of each environment, by its name. */
export type CronsByEnvironment = Readonly<Record<string, readonly string[]>>;

export interface PackedTrigger {
  /** A lone expression as it was given; else the least one that covers the members, in canonical form. */
  readonly cron: string;
  /** The expressions that it stands for, sorted. */
  readonly members: readonly string[];
}

export type Packing =
  | {
      readonly ok: true;
      /** Every environment that was given, in that order; its triggers sorted. */
      readonly environments: Readonly<Record<string, readonly PackedTrigger[]>>;
      /** Firings of all triggers: a mean over 400 years. */
      readonly wakesPerYear: number;
      /** Those of them at which none of the trigger's own members fires. */
      readonly spareWakesPerYear: number;
      /** Whether every partition was weighed, so that none is better. */
      readonly isExact: boolean;
    }
  | {
      readonly ok: false;
      /** The least budget that would do: one trigger for each environment that has expressions. */
      readonly needed: number;
    };

interface Environment extends Problem {
  readonly name: string;
}

/**
 * Packs the expressions of all environments into at most `budget` triggers.
 * @param environments the expressions of each, in Cloudflare's dialect, each of which fires at some time
 * @param budget the cron triggers that the account may have, all environments together
 * @param present the triggers that are there now, which are kept where that costs nothing
 * @throws Error for a text that is no cron expression or never fires: both are reported long before
 */
export function pack(
  environments: CronsByEnvironment,
  budget: number,
  present: CronsByEnvironment = {},
): Packing {
  const now = new Map(Object.entries(present));
  const problems = Object.entries(environments)
    .filter(([, crons]) => crons.length > 0)
    .map(([name, crons]) => environmentOf(name, crons, now.get(name) ?? []))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  if (problems.length > budget) return { ok: false, needed: problems.length };

  const isPacked = sum(problems.map(({ texts }) => texts.length)) > budget;
  // What an environment can have when every other one has a single trigger.
  const mostParts = budget - problems.length + 1;
  const partitions = isPacked
    ? distribute(
        problems.map((problem) => solve(problem, mostParts)),
        budget,
      ).map(({ parts }) => parts)
    : problems.map(({ texts }) => texts.map((_, index) => [index]));

  const packed = new Map<string, PackedTrigger[]>();
  let wakes = 0;
  let spareWakes = 0;
  for (const [index, problem] of problems.entries()) {
    const parts = partitions[index] ?? [];
    packed.set(problem.name, triggersOf(problem, parts));
    wakes += sum(parts.map((part) => wakesOf(coverOf(problem, part))));
    spareWakes += sum(parts.map((part) => spareWakesOf(problem, part)));
  }
  return {
    ok: true,
    environments: Object.fromEntries(Object.keys(environments).map((name) => [name, packed.get(name) ?? []])),
    wakesPerYear: wakes / CYCLE_YEARS,
    spareWakesPerYear: spareWakes / CYCLE_YEARS,
    isExact: !isPacked || problems.every(isSmall),
  };
}

function environmentOf(name: string, crons: readonly string[], present: readonly string[]): Environment {
  const texts = [...new Set(crons)].toSorted();
  return { name, texts, covers: coversOf(texts), present: new Set(present) };
}

function isSmall({ texts }: Problem): boolean {
  return texts.length <= MAX_EXACT;
}

function solve(problem: Problem, budget: number): Solution[] {
  const maxParts = Math.min(budget, problem.texts.length);
  return isSmall(problem) ? solveExactly(problem, maxParts) : solveBySearch(problem, maxParts);
}

function triggersOf(problem: Problem, parts: readonly Part[]): PackedTrigger[] {
  return parts
    .map((part) => ({
      cron: printPart(problem, part, coverOf(problem, part)),
      members: part.flatMap((member) => problem.texts[member] ?? []),
    }))
    .toSorted((one, other) => (one.cron < other.cron ? -1 : 1));
}

/** In 400 years. */
function spareWakesOf(problem: Problem, part: Part): number {
  if (part.length === 1) return 0;
  const crons = part.flatMap((member) => {
    const result = parseCron(problem.texts[member] ?? "");
    return result.ok ? [result.cron] : [];
  });
  return wakesOf(coverOf(problem, part)) - countDistinctMinutes(crons);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
