import { type Bindings, type Configuration, readConfiguration } from "./configuration.ts";
import type { Almanac, EnvironmentMap, JobMap } from "./job-map.ts";
import { createLog, type Log } from "./log.ts";
import type { Platform } from "./platform.ts";
import { MINUTE_MS } from "./scheduled-minute.ts";

/**
 * How long an invocation uses of the 15 minutes after which Cloudflare cuts it off without a trace.
 * @see https://developers.cloudflare.com/workers/platform/limits/
 */
const INVOCATION_MS = 14 * MINUTE_MS + 30_000;

/** What a sink (Slack, analytics, heartbeat) may take; kept free at the end, so that results are out by then. */
export const SINK_TIMEOUT_MS = 5_000;

/** What every step of one tick or request needs. */
export interface Invocation {
  readonly platform: Platform;
  readonly configuration: Configuration;
  /** The zones and dates that the jobs' schedules refer to. */
  readonly almanac: Almanac;
  readonly log: Log;
  /** Epoch ms at which the last attempt must be over, so that its result can still be told. */
  readonly runsEndAt: number;
}

/** An invocation whose environment is in the job map. */
export interface KnownInvocation extends Invocation {
  readonly environment: EnvironmentMap;
}

/** Begins an invocation: reads the configuration and opens its log under a new correlation id. */
export function openInvocation(
  bindings: Bindings,
  jobMap: JobMap,
  platform: Platform,
  correlationId?: string,
): Invocation {
  return openConfigured(readConfiguration(bindings, jobMap), jobMap, platform, correlationId);
}

/** Begins an invocation where the configuration has been read already. */
export function openConfigured(
  configuration: Configuration,
  { almanac }: JobMap,
  platform: Platform,
  correlationId: string = platform.uuid(),
): Invocation {
  const { logLevel: level, environmentName, redact } = configuration;
  return {
    platform,
    configuration,
    almanac,
    log: createLog({ platform, level, environment: environmentName, redact }, { correlationId }),
    runsEndAt: platform.now() + INVOCATION_MS - SINK_TIMEOUT_MS,
  };
}

/** Logs what makes no sense in the configuration. */
export function logProblems({ configuration, log }: Invocation): void {
  for (const problem of configuration.problems) log.error(problem);
}

/** The invocation with its environment, or null, with an error in the log, when the job map has none of that name. */
export function withEnvironment(invocation: Invocation): KnownInvocation | null {
  const { environment } = invocation.configuration;
  if (environment) return { ...invocation, environment };
  invocation.log.error(unknownEnvironment(invocation.configuration));
  return null;
}

/** What to say when the job map has no such environment. */
export function unknownEnvironment({ environmentName }: Configuration): string {
  return `The job map has no environment ${environmentName}: set the var ENVIRONMENT to one that schedules.yaml names, and deploy again`;
}
