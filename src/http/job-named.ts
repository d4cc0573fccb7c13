import type { KnownInvocation } from "../invocation.ts";
import type { Job } from "../job-map.ts";
import { HttpProblem } from "./http-problem.ts";
import { nearestNames } from "./nearest-names.ts";

/**
 * The job of this key.
 * @throws HttpProblem 404 with the nearest names where there is none
 */
export function requireJob(key: string, { environment, configuration }: KnownInvocation): Job {
  const job = Object.hasOwn(environment.jobs, key) ? environment.jobs[key] : undefined;
  if (job !== undefined) return job;
  const names = Object.keys(environment.jobs);
  const nearest = nearestNames(key, names);
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(" or ")}?` : `it has ${names.join(", ")}`;
  throw new HttpProblem(
    404,
    `The environment ${configuration.environmentName} has no job ${JSON.stringify(key)}: ${hint}`,
    { details: { nearest } },
  );
}
