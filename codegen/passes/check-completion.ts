import { longestRunMs } from "../../src/worst-case.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import { durationText } from "../schema/duration.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfValue } from "../source/span.ts";
import { settingPath } from "./setting-path.ts";

/** With `overlap: allow` more runs at once than these are most likely not meant. */
const manyRuns = 100;

/** Reports SCH316 (a `completion` that no answer leads to) and SCH317 (one that can outlast the job's period). */
export function checkCompletion(document: SourceDocument, { environments }: ResolvedSchedules): Diagnostic[] {
  return environments.flatMap(({ jobs }) =>
    jobs.flatMap((job) => {
      const path = job.completion === null ? null : settingPath(document, job, "completion");
      return path === null
        ? []
        : [...unreachable(document, job, path), ...outlastsPeriod(document, job, path)];
    }),
  );
}

function unreachable(
  document: SourceDocument,
  { key, environment, settings }: ResolvedJob,
  path: Path,
): Diagnostic[] {
  if (settings.success.some((status) => status === "202" || status === "2xx")) return [];
  const message = `only a 202 is completed later, and \`${key}\` in ${environment} takes a 202 for a failure`;
  const hint = "add 202 to its `success`, or write completion: none";
  return [diagnostic("SCH316", spanOfValue(document, path), message, { hint })];
}

function outlastsPeriod(document: SourceDocument, job: ResolvedJob, path: Path): Diagnostic[] {
  const { key, environment, settings, completion, shortestPeriodMs: period } = job;
  if (completion === null || period === null || !settings.enabled) return [];
  const worst = longestRunMs(settings) + completion.withinMs;
  const atOnce = Math.ceil(worst / period);
  if (worst <= period || (settings.overlap === "allow" && atOnce <= manyRuns)) return [];
  const message =
    `a run of \`${key}\` in ${environment} may be under way for ${durationText(completion.withinMs)} after its 202, ` +
    `and its next run is due after ${durationText(period)}`;
  const meanwhile = {
    skip: "what is due meanwhile is skipped",
    wait: "of what is due meanwhile one run waits, and the others are skipped",
    allow: `up to ${atOnce} runs are then under way at once`,
  }[settings.overlap];
  const hint = `${meanwhile}: shorten \`within\`, or run it less often`;
  return [diagnostic("SCH317", spanOfValue(document, path), message, { hint })];
}
