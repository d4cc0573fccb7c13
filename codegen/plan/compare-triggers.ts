import type { Almanac } from "../../src/job-map.ts";
import { matches } from "../../src/schedule/cron.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { cronOf } from "../cron/normalize-cron.ts";
import { countWakes } from "../passes/count-wakes.ts";
import type { WakeCount } from "../passes/count-wakes.ts";
import type { TriggerPlan } from "./plan.ts";

/** The wakes of each environment's triggers together, by its name; `count` answers for one trigger. */
export type Wakes = ReadonlyMap<string, WakeCount>;

/** A counter of wakes that counts nothing twice: most triggers are the same on both sides. */
export function wakeCounter(): (schedules: CompiledSchedules) => Wakes {
  const known = new Map<string, WakeCount>();
  const count = ({ environment, triggers }: CompiledEnvironment, almanac: Almanac): WakeCount => {
    const jobs = new Map(environment.jobs.map((job) => [job.key, job]));
    let [wakesPerDay, sparePerDay] = [0, 0];
    for (const { cron, jobs: keys } of triggers) {
      const rules = keys.flatMap((key) => jobs.get(key)?.schedule ?? []);
      const names = new Set(rules.flatMap(({ except = [], only = [] }) => [...except, ...only]));
      const key = JSON.stringify([
        cron,
        [...new Set(rules.map((rule) => JSON.stringify(rule)))],
        [...names].map((name) => almanac.dates[name]),
      ]);
      const wakes = known.get(key) ?? countWakes(cron, rules, almanac);
      known.set(key, wakes);
      wakesPerDay += wakes.wakesPerDay;
      sparePerDay += wakes.sparePerDay;
    }
    return { wakesPerDay, sparePerDay };
  };
  return ({ environments, resolved }) =>
    new Map(environments.map((each) => [each.environment.name, count(each, resolved.almanac)]));
}

/** What is not there: an environment before it is made, or after it is removed. */
const noTriggers: Pick<CompiledEnvironment, "triggers"> = { triggers: [] };

/**
 * @param newRuns the runs that come with a change, soon after it, by a job's key
 */
export function compareTriggers(
  before: CompiledEnvironment | undefined,
  after: CompiledEnvironment | undefined,
  spareWakesPerDay: TriggerPlan["spareWakesPerDay"],
  newRuns: ReadonlyMap<string, readonly EpochMinute[]>,
): TriggerPlan {
  const old = cronsOf(before ?? noTriggers);
  const now = cronsOf(after ?? noTriggers);
  const wakes = old.map(cronOf);
  const isWoken = (minute: EpochMinute) => wakes.some((cron) => matches(cron, minute));
  return {
    added: now.filter((cron) => !old.includes(cron)),
    removed: old.filter((cron) => !now.includes(cron)),
    before: old.length,
    after: now.length,
    spareWakesPerDay,
    // A new environment has no old triggers, and nothing of it runs yet.
    waiting: before ? [...newRuns].filter(([, runs]) => !runs.every(isWoken)).map(([key]) => key) : [],
  };
}

function cronsOf({ triggers }: Pick<CompiledEnvironment, "triggers">): string[] {
  return triggers.map(({ cron }) => cron);
}
