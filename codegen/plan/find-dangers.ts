import type { CompiledSchedules } from "../compiled.ts";
import type { Danger, EnvironmentPlan, Plan } from "./plan.ts";
import { environmentDangers } from "./environment-dangers.ts";
import { fileDangers } from "./file-dangers.ts";
import { jobDangers } from "./job-dangers.ts";
import type { ResolvedJob } from "../resolved.ts";

/** What is more dangerous than it looks, the worst first: jobs that stop, then environments, then single settings. */
export function findDangers(
  before: CompiledSchedules | null,
  after: CompiledSchedules,
  environments: readonly EnvironmentPlan[],
  kind: Plan["kind"],
): Danger[] {
  // Where nothing was before, nothing can be worse than before.
  if (!before) return [];
  const jobOf = jobFinder(before);
  const nowOf = jobFinder(after);
  const ofJobs = environments.flatMap(({ name, jobs }) =>
    jobs.flatMap((plan) => jobDangers(plan, jobOf(name, plan.key), nowOf(name, plan.key))),
  );
  if (kind === "environments") return ofJobs.filter((danger) => danger.kind === "overlap");
  return [...fileDangers(before, after), ...environments.flatMap(environmentDangers), ...ofJobs];
}

function jobFinder({
  environments,
}: CompiledSchedules): (environment: string, key: string) => ResolvedJob | null {
  const jobs = new Map(
    environments.flatMap(({ environment }) =>
      environment.jobs.map((job) => [JSON.stringify([environment.name, job.key]), job] as const),
    ),
  );
  return (environment, key) => jobs.get(JSON.stringify([environment, key])) ?? null;
}
