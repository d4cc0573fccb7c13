import type { Almanac, EnvironmentMap, Job, JobSettings, ScheduleRule } from "../job-map.ts";
import type { Run } from "../run.ts";
import { lockOf, settingsOf } from "../settings.ts";
import type { RunRow } from "./state.ts";

/** A job of the environment, as this release's job map has it. */
export interface WatchedJob {
  readonly key: string;
  readonly definition: Job;
  readonly settings: JobSettings;
  readonly lock: string;
  /** Empty where it is not scheduled. */
  readonly rules: readonly ScheduleRule[];
}

/** What the ledger watches. */
export interface Watch {
  readonly environment: string;
  readonly almanac: Almanac;
  /** Catch-ups at once, over all jobs. */
  readonly concurrency: number;
  /** In the file's order. */
  readonly jobs: ReadonlyMap<string, WatchedJob>;
}

/** What the ledger watches of an environment's jobs. */
export function watchedJobs({ jobs, defaults }: EnvironmentMap): Watch["jobs"] {
  const entries = Object.entries(jobs).map(([key, definition]): [string, WatchedJob] => {
    const settings = settingsOf(definition, defaults);
    const rules = settings.enabled ? definition.schedule : [];
    return [key, { key, definition, settings, lock: lockOf(key, definition), rules }];
  });
  return new Map(entries);
}

/** A run that the ledger knows, with its job as this release's map has it. */
export function runOf(
  { definition, settings }: WatchedJob,
  {
    job,
    runId: id,
    correlationId,
    trigger,
    scheduledTime,
  }: Pick<RunRow, "job" | "runId" | "correlationId" | "trigger" | "scheduledTime">,
): Run {
  return { job, definition, settings, id, correlationId, trigger, scheduledTime };
}
