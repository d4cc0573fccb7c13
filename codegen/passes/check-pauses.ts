import type { FilePause } from "../../src/job-map.ts";
import { dateTimeText } from "../cron/describe-rule.ts";
import { joined } from "../cron/describe-times.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { settingPath } from "./setting-path.ts";

/** More names than these say no more to a reader. */
const maxNames = 4;

interface PausedJob extends ResolvedJob {
  readonly pause: FilePause;
}

/**
 * Reports SCH313 (what is paused, and why: once for each pause that is written, however many jobs it holds) and SCH314
 * (a pause that is over). `nowMinute` is today, in UTC minutes since 1970; nothing that is written depends on it.
 */
export function checkPauses(
  document: SourceDocument,
  { environments }: ResolvedSchedules,
  nowMinute: number,
): Diagnostic[] {
  const paused = environments.flatMap(({ jobs }) => jobs.filter(isPaused));
  const written = Map.groupBy(paused, (job) => JSON.stringify(settingPath(document, job, "pause")));
  return Array.from(written, ([path, jobs]) =>
    explainPause(document, JSON.parse(path) as Path, jobs, nowMinute),
  ).flat();
}

function isPaused(job: ResolvedJob): job is PausedJob {
  return job.pause !== null;
}

function explainPause(
  document: SourceDocument,
  path: Path,
  jobs: readonly PausedJob[],
  nowMinute: number,
): Diagnostic[] {
  const lasting = jobs.filter(({ pause: { untilMinute = Infinity } }) => nowMinute < untilMinute);
  if (lasting.length === 0) {
    const message = "this pause is over: it holds nothing back any more";
    return [
      diagnostic("SCH314", spanOfValue(document, [...path, "until"]), message, { hint: "remove `pause`" }),
    ];
  }
  const held = lasting.filter(({ schedule, settings }) => schedule.length > 0 && settings.enabled);
  const [first] = held;
  if (!first) return [];
  const message = `${whatIsPaused(held)}${untilText(held)}: ${first.pause.reason}`;
  const isOpen = first.pause.untilMinute === undefined;
  const hint = isOpen ? "remove `pause` when the runs may go on, or say `until`" : undefined;
  return [diagnostic("SCH313", spanOfKey(document, path), message, { hint })];
}

/** `` `report` is paused in production ``. */
function whatIsPaused(jobs: readonly PausedJob[]): string {
  const keys = [...new Set(jobs.map(({ key }) => `\`${key}\``))];
  const environments = [...new Set(jobs.map(({ environment }) => environment))];
  const subject = keys.length > maxNames ? `${keys.length} jobs` : joined(keys);
  return `${subject} ${keys.length > 1 ? "are" : "is"} paused in ${joined(environments)}`;
}

/** One local time is several instants where the jobs have several zones. */
function untilText(jobs: readonly PausedJob[]): string {
  const ends = new Set(jobs.map(({ pause }) => pause.untilMinute).filter((end) => end !== undefined));
  if (ends.size === 0) return "";
  return ` until ${dateTimeText(Math.max(...ends))} UTC${ends.size > 1 ? " at the latest" : ""}`;
}
