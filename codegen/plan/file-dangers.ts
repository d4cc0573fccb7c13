import type { CompiledSchedules } from "../compiled.ts";
import type { ResolvedJob } from "../resolved.ts";
import type { Finding } from "./merge-findings.ts";
import { runsByItself } from "./runs-by-itself.ts";

/** Of the whole file: a job that no longer runs anywhere, and one that only got another key. */
export function fileDangers(before: CompiledSchedules, after: CompiledSchedules): Finding[] {
  const [old, now] = [jobsByKey(before), jobsByKey(after)];
  const gone = [...old].filter(([key, jobs]) => jobs.some(runsByItself) && !now.get(key)?.some(runsByItself));
  const added = [...now].filter(([key, jobs]) => !old.has(key) && jobs.some(runsByItself));
  return gone.map(([job, jobs]): Finding => {
    const heir = now.has(job) ? undefined : added.find(([, others]) => isSameRequest(jobs[0], others[0]));
    if (heir)
      return {
        kind: "job-renamed",
        environment: null,
        job,
        tell: (who) =>
          `${who} looks renamed to ${heir[0]}. To the ledger that is another job: it begins without a history, and a live ` +
          "pause of the old key does not hold it.",
      };
    return {
      kind: "runs-nowhere",
      environment: null,
      job,
      tell: (who, verb) => `${who} no longer ${verb("runs", "run")} in any environment.`,
    };
  });
}

function jobsByKey({ environments }: CompiledSchedules): Map<string, ResolvedJob[]> {
  return Map.groupBy(
    environments.flatMap(({ environment }) => environment.jobs),
    ({ key }) => key,
  );
}

function isSameRequest(one: ResolvedJob | undefined, other: ResolvedJob | undefined): boolean {
  return one !== undefined && one.method === other?.method && one.path === other.path;
}
