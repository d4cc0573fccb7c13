import type { Almanac, EnvironmentMap, Job } from "./job-map.ts";
import { parseCron, matches } from "./schedule/cron.ts";
import { isDue } from "./schedule/due.ts";
import { isEnabled } from "./settings.ts";

/** Whether the environment's triggers hold this expression, character for character. */
export function isKnownTrigger(environment: EnvironmentMap, cron: string): boolean {
  return Object.hasOwn(environment.triggers, cron);
}

/**
 * Every job whose schedule holds a minute, with its key, in the file's order, whichever expression wakes it.
 *
 * @param minute whole minutes since 1970
 */
export function jobsDueAt(
  environment: EnvironmentMap,
  almanac: Almanac,
  minute: number,
): Array<[string, Job]> {
  return Object.entries(environment.jobs)
    .filter(([, job]) => isEnabled(job, environment.defaults))
    .filter(([, job]) => isDue(job.schedule, minute, almanac));
}

/**
 * The jobs that a tick runs where no ledger gives each run to one tick only: of those due, the ones that the map gives
 * to this expression. Where several expressions of one job fire at that minute, each of them wakes the Worker, and
 * only the first in the map runs the job. A deploy leaves old expressions arriving for half an hour; for one
 * that the map does not know, every job is asked.
 *
 * @param minute whole minutes since 1970
 */
export function dueJobs(
  environment: EnvironmentMap,
  almanac: Almanac,
  cron: string,
  minute: number,
): Array<[string, Job]> {
  const due = jobsDueAt(environment, almanac, minute);
  if (!isKnownTrigger(environment, cron)) return due;
  const woken = wokenJobs(environment, cron, minute);
  return due.filter(([key]) => woken.has(key));
}

/** The jobs that the map gives to an expression, less those that an earlier one of the map runs at this minute. */
function wokenJobs({ triggers }: EnvironmentMap, cron: string, minute: number): Set<string> {
  const woken = new Set(triggers[cron]);
  for (const [earlier, jobs] of Object.entries(triggers)) {
    if (earlier === cron) break;
    const taken = jobs.filter((key) => woken.has(key));
    if (taken.length > 0 && firesAt(earlier, minute)) for (const key of taken) woken.delete(key);
  }
  return woken;
}

function firesAt(cron: string, minute: number): boolean {
  const parsed = parseCron(cron);
  return parsed.ok && matches(parsed.cron, minute);
}
