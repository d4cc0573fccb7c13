import type { Almanac } from "../../src/job-map.ts";
import type { Trigger } from "../compiled.ts";
import { canonicalCron } from "../cron/normalize-cron.ts";
import type { Packing } from "../packing/pack.ts";
import { pack } from "../packing/pack.ts";
import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import { lowerToUtc } from "./lower-to-utc.ts";

/** The triggers of every environment, and what they cost. */
export interface LoweredTriggers {
  /** By environment, sorted by expression; with a packing that does not fit, one for each expression. */
  readonly triggers: Readonly<Record<string, readonly Trigger[]>>;
  readonly packing: Packing;
}

/**
 * The triggers of all environments: within the budget one for each distinct expression, whatever way it was written;
 * over it, packed into as many as the account has.
 */
export function lowerTriggers(
  environments: readonly ResolvedEnvironment[],
  almanac: Almanac,
  budget: number,
  present: Readonly<Record<string, readonly string[]>>,
): LoweredTriggers {
  const wakes = new Map(environments.map(({ name, jobs }) => [name, wakesOf(jobs, almanac)]));
  const crons = Object.fromEntries(Array.from(wakes, ([name, each]) => [name, [...each.keys()]]));
  const packing = pack(crons, budget, present);
  const triggers = Array.from(wakes, ([name, jobsOf]) => {
    const packed = packing.ok
      ? (packing.environments[name] ?? [])
      : (crons[name] ?? []).map((cron) => ({ cron, members: [cron] }));
    return [
      name,
      packed.map(({ cron, members }) => triggerOf(cron, members, jobsOf)).toSorted(byCron),
    ] as const;
  });
  return { triggers: Object.fromEntries(triggers), packing };
}

function byCron(a: Trigger, b: Trigger): number {
  return a.cron < b.cron ? -1 : 1;
}

/** Expression → the jobs that it wakes, in the file's order. Of several texts with one meaning the shortest stands for all. */
function wakesOf(jobs: readonly ResolvedJob[], almanac: Almanac): Map<string, readonly string[]> {
  const wakes = new Map<string, { cron: string; jobs: Set<string> }>();
  for (const { key, schedule, settings } of jobs) {
    if (!settings.enabled) continue;
    for (const cron of schedule.flatMap((rule) => lowerToUtc(rule, almanac))) {
      const meaning = canonicalCron(cron);
      const wake = wakes.get(meaning) ?? { cron, jobs: new Set<string>() };
      wakes.set(meaning, { cron: shorter(wake.cron, cron), jobs: wake.jobs.add(key) });
    }
  }
  return new Map(Array.from(wakes.values(), ({ cron, jobs: names }) => [cron, [...names]]));
}

function shorter(a: string, b: string): string {
  return b.length < a.length || (b.length === a.length && b < a) ? b : a;
}

function triggerOf(
  cron: string,
  members: readonly string[],
  jobsOf: ReadonlyMap<string, readonly string[]>,
): Trigger {
  const [only, ...others] = members;
  if (only !== undefined && others.length === 0) return { cron, jobs: jobsOf.get(only) ?? [] };
  return { cron, jobs: [...new Set(members.flatMap((member) => jobsOf.get(member) ?? []))] };
}
