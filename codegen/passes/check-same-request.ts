import { dateTimeText } from "../cron/describe-rule.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Almanac } from "../../src/job-map.ts";
import type { ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";
import { firstCommonMinute } from "./timetable.ts";

/** Reports SCH303: two jobs of an environment that send the same request at the same minute, most likely a copy. */
export function checkSameRequest(
  document: SourceDocument,
  { environments, almanac }: ResolvedSchedules,
): Diagnostic[] {
  return environments.flatMap(({ jobs }) => {
    const active = jobs.filter(({ schedule, settings }) => schedule.length > 0 && settings.enabled);
    const groups = Map.groupBy(active, ({ method, path, headers, payload }) =>
      JSON.stringify([method, path, headers, payload]),
    );
    return [...groups.values()].flatMap((group) =>
      group.flatMap((job, index) => sameMinute(document, job, group.slice(0, index), almanac)),
    );
  });
}

/** The first of the earlier jobs that runs at one of this job's minutes. */
function sameMinute(
  document: SourceDocument,
  job: ResolvedJob,
  earlier: readonly ResolvedJob[],
  almanac: Almanac,
): Diagnostic[] {
  for (const other of earlier) {
    const minute = firstCommonMinute(job.schedule, other.schedule, almanac);
    if (minute === null) continue;
    const time = dateTimeText(minute);
    const message = `\`${job.key}\` and \`${other.key}\` send the same request at the same minute in ${job.environment}, for example ${time}`;
    const related = [{ message: `\`${other.key}\` is here`, span: spanOfKey(document, other.paths.job) }];
    const hint = "remove one of them, or give them different minutes or payloads";
    return [diagnostic("SCH303", spanOfKey(document, job.paths.schedule), message, { hint, related })];
  }
  return [];
}
