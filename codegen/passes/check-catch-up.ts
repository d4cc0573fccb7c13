import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { missedNoticeMs } from "../limits.ts";
import type { ResolvedSchedules } from "../resolved.ts";
import { durationText } from "../schema/duration.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfValue } from "../source/span.ts";
import { settingPath } from "./setting-path.ts";

/** Reports SCH315: a `catchUp` that is over before a missed run can be noticed. The default of a job that runs every minute is, too. */
export function checkCatchUp(document: SourceDocument, { environments }: ResolvedSchedules): Diagnostic[] {
  return environments.flatMap(({ jobs }) =>
    jobs.flatMap((job) => {
      if (!job.catchUp || job.catchUp.withinMs >= missedNoticeMs) return [];
      const path = settingPath(document, job, "catchUp");
      if (!path) return [];
      const message =
        `within ${durationText(job.catchUp.withinMs)} no run is made up: ` +
        "that one is missing shows 2 minutes after its time, or a little later";
      const hint = "write a longer time, or none if missed runs are to be left out";
      return [diagnostic("SCH315", spanOfValue(document, path), message, { hint })];
    }),
  );
}
