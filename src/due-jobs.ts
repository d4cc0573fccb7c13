import type { EnvironmentMap, Job } from "./job-map.ts";
import { isDue } from "./schedule/due.ts";
import { settingsOf } from "./settings.ts";

/** Whether the environment's triggers hold this expression, character for character. */
export function isKnownTrigger(environment: EnvironmentMap, cron: string): boolean {
  return Object.hasOwn(environment.triggers, cron);
}

/**
 * The jobs that a tick runs, with their keys, in the file's order: of the jobs that the map gives to this
 * expression, those whose schedule holds the minute. A deploy leaves old expressions arriving for half
 * an hour; for one that the map does not know, every job is asked.
 *
 * @param minute whole minutes since 1970
 */
export function dueJobs(environment: EnvironmentMap, cron: string, minute: number): Array<[string, Job]> {
  const woken = isKnownTrigger(environment, cron)
    ? new Set(environment.triggers[cron])
    : new Set(Object.keys(environment.jobs));
  return Object.entries(environment.jobs)
    .filter(([key, job]) => woken.has(key) && settingsOf(job, environment.defaults).enabled)
    .filter(([, job]) => isDue(job.schedule, minute));
}
