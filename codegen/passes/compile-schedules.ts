import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import type { ResolvedEnvironment, ResolvedSchedules } from "../resolved.ts";
import { lowerTriggers } from "./lower-triggers.ts";

/** Resolved → compiled: the triggers and secrets of every environment. */
export function compileSchedules(resolved: ResolvedSchedules, sourceHash: string): CompiledSchedules {
  return { resolved, sourceHash, environments: resolved.environments.map(compileEnvironment) };
}

function compileEnvironment(environment: ResolvedEnvironment): CompiledEnvironment {
  return { environment, triggers: lowerTriggers(environment.jobs), secrets: requiredSecrets(environment) };
}

/** Names of the secrets that the jobs, the alerts, the analytics and the heartbeat of an environment use, sorted. */
export function requiredSecrets(environment: ResolvedEnvironment): string[] {
  const names = [
    environment.defaults.auth.bearer,
    ...environment.jobs.map(({ settings }) => settings.auth.bearer),
    ...environment.jobs.map(({ settings }) => settings.notify?.slack.webhook ?? null),
    environment.notify?.slack.webhook ?? null,
    environment.analytics ? "ANALYTICS_TOKEN" : null,
    environment.heartbeat ? "HEARTBEAT_URL" : null,
  ];
  return [...new Set(names.filter((name) => name !== null))].toSorted();
}
