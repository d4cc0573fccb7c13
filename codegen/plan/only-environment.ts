import type { Plan } from "./plan.ts";

/** The part of a plan that is of one environment, or of all; the account stays whole, as its environments share it. */
export function onlyEnvironment(plan: Plan, name: string): Plan {
  const environments = plan.environments.filter((each) => each.name === name);
  const zones = new Set(environments.flatMap(({ jobs }) => jobs.map(({ runs }) => runs?.zone)));
  return {
    ...plan,
    environments,
    dangers: plan.dangers.filter(({ environment }) => environment === name || environment === null),
    zones: plan.zones.filter(({ zone }) => zones.has(zone)),
  };
}
