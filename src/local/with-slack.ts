import type { AlertEvent, EnvironmentMap, JobMap, Notify } from "../job-map.ts";

const EVENTS: readonly AlertEvent[] = ["failure", "recovery", "missed"];
const A_DAY_MS = 86_400_000;

/** The job map, with Slack alerts in each environment that has none, so that they can be seen without being set up. */
export function withSlack(jobMap: JobMap, webhook: string): JobMap {
  const notify: Notify = { slack: { events: EVENTS, after: 1, remindEveryMs: A_DAY_MS, webhook } };
  const alerting = (environment: EnvironmentMap): EnvironmentMap => {
    const { defaults } = environment;
    return { ...environment, defaults: { ...defaults, notify: defaults.notify ?? notify } };
  };
  return {
    ...jobMap,
    environments: Object.fromEntries(
      Object.entries(jobMap.environments).map(([name, environment]) => [name, alerting(environment)]),
    ),
  };
}
