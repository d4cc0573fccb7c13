import type { CompiledSchedules, Trigger } from "../compiled.ts";
import type { ResolvedEnvironment, ResolvedSchedules } from "../resolved.ts";
import { dailyCost } from "./daily-cost.ts";
import { lowerTriggers } from "./lower-triggers.ts";

/**
 * Resolved → compiled: the triggers and secrets of every environment, and what a day costs.
 *
 * @param present the crons of the present wrangler.toml by environment: of packings that cost the same, the one that
 * changes the fewest of them is taken
 */
export function compileSchedules(
  resolved: ResolvedSchedules,
  sourceHash: string,
  present: Readonly<Record<string, readonly string[]>>,
): CompiledSchedules {
  const { environments, almanac, account } = resolved;
  const { triggers, packing } = lowerTriggers(environments, almanac, account.cronTriggers, present);
  return {
    resolved,
    sourceHash,
    packing,
    cost: dailyCost(environments, almanac, packing),
    environments: environments.map((environment) => ({
      environment,
      triggers: inFileOrder(triggers[environment.name] ?? [], environment),
      secrets: requiredSecrets(environment),
    })),
  };
}

/** A packed trigger's jobs come together from several expressions. */
function inFileOrder(triggers: readonly Trigger[], { jobs }: ResolvedEnvironment): Trigger[] {
  const places = new Map(jobs.map(({ key }, index) => [key, index]));
  const place = (key: string) => places.get(key) ?? 0;
  return triggers.map(({ cron, jobs: keys }) => ({
    cron,
    jobs: keys.toSorted((a, b) => place(a) - place(b)),
  }));
}

/** Names of the secrets that the jobs, the alerts, the analytics and the heartbeat of an environment use, sorted. */
export function requiredSecrets(environment: ResolvedEnvironment): string[] {
  const names = [
    environment.defaults.auth.bearer,
    ...environment.jobs.flatMap(({ settings: { auth } }) => [auth.bearer, auth.hmac ?? null]),
    ...environment.jobs.map(({ settings }) => settings.notify?.slack.webhook ?? null),
    environment.notify?.slack.webhook ?? null,
    environment.analytics ? "ANALYTICS_TOKEN" : null,
    environment.heartbeat ? "HEARTBEAT_URL" : null,
  ];
  return [...new Set(names.filter((name) => name !== null))].toSorted();
}
