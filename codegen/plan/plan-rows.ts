import type { JobPlan, Plan } from "./plan.ts";

/** What happens to some jobs alike in some environments: a row to read. */
export interface PlanRow extends Pick<JobPlan, "change" | "settings" | "runs" | "pausedSince"> {
  readonly environments: readonly string[];
  readonly jobs: readonly Pick<JobPlan, "key" | "name">[];
}

/** One row for a job in all environments in which the same happens to it, and one for all jobs to which the same happens. */
export function planRows({ environments }: Plan): PlanRow[] {
  const jobs = environments.flatMap((each) => each.jobs);
  const scheduled = new Set(jobs.filter(isScheduled).map(({ key }) => key));
  const told = jobs.filter((job) => job.change === "changed" || isScheduled(job) || !scheduled.has(job.key));
  const byKey = [...Map.groupBy(told, (job) => `${job.key} ${contentOf(job)}`).values()];
  const rows = byKey.flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, environments: group.map(({ environment }) => environment) }] : [];
  });
  return [...Map.groupBy(rows, (row) => `${row.environments.join()} ${contentOf(row)}`).values()].flatMap(
    (group) => {
      const [first] = group;
      return first ? [{ ...first, jobs: group.map(({ key, name }) => ({ key, name })) }] : [];
    },
  );
}

/** A job that comes or goes is told of where it has a schedule; without any, where it has none. */
function isScheduled({ runs, settings }: JobPlan): boolean {
  return (
    (runs !== null && runs.before + runs.after > 0) ||
    settings.some(
      ({ setting, before, after }) => setting === "schedule" && (after ?? before) !== "only by hand",
    )
  );
}

function contentOf({ change, settings, runs, pausedSince }: Omit<PlanRow, "environments" | "jobs">): string {
  return JSON.stringify([change, settings, runs, pausedSince]);
}
