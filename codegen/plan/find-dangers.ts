import type { CompiledSchedules } from "../compiled.ts";
import type { Danger, EnvironmentPlan, Plan } from "./plan.ts";
import { environmentDangers } from "./environment-dangers.ts";
import { fileDangers } from "./file-dangers.ts";
import { jobDangers } from "./job-dangers.ts";
import { lockDangers } from "./lock-dangers.ts";
import { mergeFindings } from "./merge-findings.ts";
import type { ResolvedJob } from "../resolved.ts";

/** What is more dangerous than it looks, the worst first; what is equal of several jobs or environments is told once. */
export function findDangers(
  before: CompiledSchedules | null,
  after: CompiledSchedules,
  environments: readonly EnvironmentPlan[],
  kind: Plan["kind"],
): Danger[] {
  // Where nothing was before, nothing can be worse than before.
  if (!before) return [];
  const [old, now] = [jobsByEnvironment(before), jobsByEnvironment(after)];
  const ofFile = fileDangers(before, after);
  const stopped = new Set(ofFile.map(({ job }) => job));
  const ofJobs = environments.flatMap(({ name, change, jobs }) => {
    // With an environment all its jobs go: that is told of the environment.
    if (change === "removed") return [];
    const [jobsBefore, jobsAfter] = [old.get(name) ?? new Map(), now.get(name) ?? new Map()];
    return [
      ...jobs.flatMap((plan) =>
        jobDangers(plan, jobsBefore.get(plan.key) ?? null, jobsAfter.get(plan.key) ?? null),
      ),
      ...lockDangers(name, [...jobsBefore.values()], [...jobsAfter.values()]),
    ];
  });
  if (kind === "environments")
    return mergeFindings(ofJobs.filter((each) => each.kind === "overlap" || each.kind === "shared-lock"));
  return mergeFindings([
    ...ofFile,
    ...environments.flatMap(environmentDangers),
    ...ofJobs.filter((each) => each.kind !== "stops-in-production" || !stopped.has(each.job)),
  ]);
}

type JobsByKey = ReadonlyMap<string, ResolvedJob>;

function jobsByEnvironment({ environments }: CompiledSchedules): Map<string, JobsByKey> {
  return new Map(
    environments.map(({ environment: { name, jobs } }) => [name, new Map(jobs.map((job) => [job.key, job]))]),
  );
}
