import type { Overlap } from "../../src/job-map.ts";
import { longestRunMs } from "../../src/worst-case.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import { durationText } from "../schema/duration.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";

/**
 * Reports SCH302 (a job that is scheduled, and disabled everywhere) and SCH305 (a run that can outlast its period; one that
 * the backend completes is SCH317).
 */
export function checkJobs(
  document: SourceDocument,
  { environments, jobNames }: ResolvedSchedules,
): Diagnostic[] {
  const jobs = Map.groupBy(
    environments.flatMap((environment) => environment.jobs),
    ({ key }) => key,
  );
  return jobNames.flatMap((name) => {
    const scheduled = (jobs.get(name) ?? []).filter(({ schedule }) => schedule.length > 0);
    const enabled = scheduled.filter(({ settings }) => settings.enabled);
    if (scheduled.length > 0 && enabled.length === 0) {
      const message = `\`${name}\` runs nowhere: it has a schedule, and is disabled in every environment that has one`;
      return [
        diagnostic("SCH302", spanOfKey(document, ["jobs", name]), message, {
          hint: "remove `enabled: false`, or write schedule: manual",
        }),
      ];
    }
    return enabled.flatMap((job) => outlastsPeriod(document, job));
  });
}

/** What becomes of the next run while one still goes on. */
const overlapText: Readonly<Record<Overlap, string>> = {
  skip: "the next run is then skipped",
  wait: "the next run then waits for its end",
  allow: "two runs then overlap",
};

function outlastsPeriod(document: SourceDocument, job: ResolvedJob): Diagnostic[] {
  const longest = longestRunMs(job.settings);
  if (job.completion !== null || job.shortestPeriodMs === null || longest <= job.shortestPeriodMs) return [];
  const message =
    `a run of \`${job.key}\` in ${job.environment} can take ${durationText(longest)} (${job.settings.retry.maxAttempts} attempts), ` +
    `longer than the ${durationText(job.shortestPeriodMs)} to its next run`;
  return [
    diagnostic("SCH305", spanOfKey(document, job.paths.schedule), message, {
      hint: `${overlapText[job.settings.overlap]}: lower \`timeout\` or \`retry.maxAttempts\`, or run it less often`,
    }),
  ];
}
