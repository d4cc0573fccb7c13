import type { Job, JobSettings } from "../../src/job-map.ts";
import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";

/** One request that an environment makes of its backend, and the jobs that make it. */
export interface Endpoint {
  readonly environment: string;
  /** The Worker's name on Cloudflare. */
  readonly worker: string;
  readonly jobs: readonly string[];
  /** Of the first job; the timeout is the shortest of all. */
  readonly definition: Job;
  readonly settings: JobSettings;
  /** A method that no job of this path uses. */
  readonly otherMethod: string;
  /** A job that this path is not for: another one of the environment's, or where there is none a made-up one. */
  readonly otherJob: string;
}

/**
 * The distinct endpoints of an environment's jobs, in the file's order: jobs with one method, path, query and auth share
 * one.
 *
 * @param only keys of jobs; empty: all
 */
export function endpointsOf(environment: ResolvedEnvironment, only: readonly string[]): Endpoint[] {
  const jobs = environment.jobs.filter(({ key }) => only.length === 0 || only.includes(key));
  const groups = Map.groupBy(jobs, ({ method, path, settings: { auth } }) =>
    JSON.stringify([method, path, auth.bearer, auth.hmac]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return {
      environment: environment.name,
      worker: environment.worker,
      jobs: group.map(({ key }) => key),
      definition: definitionOf(first),
      settings: { ...first.settings, timeoutMs: Math.min(...group.map((each) => each.settings.timeoutMs)) },
      otherMethod: otherMethod(first, environment.jobs),
      otherJob: otherJob(first, environment.jobs),
    };
  });
}

function definitionOf({ name, method, path, headers, payload, deadlineMs, catchUp }: ResolvedJob): Job {
  return { name, method, path, headers, payload, deadlineMs, catchUp, schedule: [] };
}

/** GET where it can be: of all methods it is the least likely to do anything. */
function otherMethod({ path }: ResolvedJob, jobs: readonly ResolvedJob[]): string {
  const used = jobs
    .filter((job) => pathname(job.path) === pathname(path))
    .map(({ method }) => (method === "HEAD" ? "GET" : method));
  return ["GET", "PUT", "POST", "PATCH"].find((method) => !used.includes(method)) ?? "DELETE";
}

function otherJob({ key, path }: ResolvedJob, jobs: readonly ResolvedJob[]): string {
  return jobs.find((job) => pathname(job.path) !== pathname(path))?.key ?? `${key}Other`;
}

function pathname(path: string): string {
  return path.split("?", 1)[0] ?? path;
}
