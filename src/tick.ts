import { dueJobs, isKnownTrigger } from "./due-jobs.ts";
import { executeRuns } from "./execute-runs.ts";
import {
  type Invocation,
  type KnownInvocation,
  logProblems,
  unknownEnvironment,
  withEnvironment,
} from "./invocation.ts";
import { messageOf } from "./message-of.ts";
import { callHeartbeat } from "./notify/heartbeat.ts";
import { report } from "./notify/report.ts";
import type { Run, RunResult } from "./run.ts";
import { cronRunId } from "./run-id.ts";
import { parseCron } from "./schedule/cron.ts";
import { flooredMinute, MINUTE_MS, scheduledMinute } from "./scheduled-minute.ts";
import { settingsOf } from "./settings.ts";

/** A tick, as Cloudflare hands it over. */
export interface TickEvent {
  /** The trigger's expression, character for character. */
  readonly cron: string;
  /** Epoch ms. */
  readonly scheduledTime: number;
}

/**
 * Runs what is due at one tick, tells the sinks, and calls the heartbeat. A failed run is a result, not a
 * throw; see `failureOf`.
 *
 * @throws when `ENVIRONMENT` is not in the job map, or on a bug of ours: both are in the log too
 */
export async function tick(event: TickEvent, invocation: Invocation): Promise<RunResult[]> {
  logProblems(invocation);
  const known = withEnvironment(invocation);
  if (!known) throw new Error(unknownEnvironment(invocation.configuration));
  try {
    const results = await executeRuns(dueRuns(event, known), known);
    await report(results, known);
    return results;
  } catch (error) {
    invocation.log.error("The tick ended with an internal error", {
      cron: event.cron,
      error: messageOf(error),
    });
    throw error;
  } finally {
    await callHeartbeat(known);
  }
}

/** One error that names every job that did not succeed; null when all did. */
export function failureOf(
  results: readonly RunResult[],
  { configuration }: Invocation,
): AggregateError | null {
  const failed = results.filter(({ status }) => status !== "succeeded");
  if (failed.length === 0) return null;
  const errors = failed.map(({ run, status, error }) => new Error(`${run.job} ${status}: ${error}`));
  const names = failed.map(({ run }) => run.job).join(", ");
  const message = `${failed.length} of ${results.length} jobs did not succeed: ${names}`;
  return new AggregateError(errors, configuration.redact(message));
}

function dueRuns(event: TickEvent, invocation: KnownInvocation): Run[] {
  const { platform, environment, almanac, configuration, log } = invocation;
  const minute = minuteOf(event, invocation);
  const scheduledTime = minute * MINUTE_MS;
  const jobs = dueJobs(environment, almanac, event.cron, minute);
  const fields = {
    cron: event.cron,
    scheduledTime: new Date(scheduledTime).toISOString(),
    lateness: platform.now() - scheduledTime,
  };
  if (!isKnownTrigger(environment, event.cron)) {
    log.warn(
      "The expression is not in the job map, so every job was asked whether it is due: it is left from the last deploy",
      fields,
    );
  }
  log.debug(jobs.length === 0 ? "Nothing is due" : `Due: ${jobs.map(([key]) => key).join(", ")}`, fields);
  return jobs.map(([key, job]) => ({
    job: key,
    definition: job,
    settings: settingsOf(job, environment.defaults),
    id: cronRunId(configuration.environmentName, key, scheduledTime),
    correlationId: platform.uuid(),
    trigger: "cron",
    scheduledTime,
  }));
}

/** The minute that the tick is for, since 1970. */
function minuteOf({ cron, scheduledTime }: TickEvent, { log }: KnownInvocation): number {
  const parsed = parseCron(cron);
  const minute = parsed.ok ? scheduledMinute(parsed.cron, scheduledTime) : null;
  if (minute !== null) return minute;
  log.warn("No minute near the scheduled time matches the expression, so the time is taken as it is", {
    cron,
    scheduledTime: new Date(scheduledTime).toISOString(),
  });
  return flooredMinute(scheduledTime);
}
