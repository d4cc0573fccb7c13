import type { Almanac, EnvironmentMap, Job } from "./job-map.ts";
import { parseCron, matches } from "./schedule/cron.ts";
import { isDue } from "./schedule/due.ts";
import { settingsOf } from "./settings.ts";

/** Whether the environment's triggers hold this expression, character for character. */
export function isKnownTrigger(environment: EnvironmentMap, cron: string): boolean {
  return Object.hasOwn(environment.triggers, cron);
}

/**
 * The jobs that a tick runs, with their keys, in the file's order: of the jobs that the map gives to this
 * expression, those whose schedule holds the minute. Where several expressions of one job fire at that minute,
 * each of them wakes the Worker, and only the first in the map runs the job. A deploy leaves old expressions
 * arriving for half an hour; for one that the map does not know, every job is asked.
 *
 * @param minute whole minutes since 1970
 */
export function dueJobs(
  environment: EnvironmentMap,
  almanac: Almanac,
  cron: string,
  minute: number,
): Array<[string, Job]> {
  const woken = isKnownTrigger(environment, cron)
    ? wokenJobs(environment, cron, minute)
    : new Set(Object.keys(environment.jobs));
  return Object.entries(environment.jobs)
    .filter(([key, job]) => woken.has(key) && settingsOf(job, environment.defaults).enabled)
    .filter(([, job]) => isDue(job.schedule, minute, almanac));
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
