import type { Schedule } from "./convert-cron.ts";
import { convertCron } from "./convert-cron.ts";
import { convertZone } from "./convert-zone.ts";
import type { FoundJob, FoundTime, Remark, Scheduler } from "./found.ts";
import { check } from "./found.ts";
import { jobKey, pathOf } from "./job-keys.ts";

/** A schedule, with what holds for it alone. */
export interface EntrySchedule {
  readonly schedule: Schedule;
  readonly timeZone?: string;
  readonly environment?: string;
}

/** A job as it will stand in the file. */
export interface JobEntry {
  /** null where nothing of its times can be said: then the entry is its comments alone. */
  readonly key: string | null;
  /** Where it comes from: a line for each time. */
  readonly origin: readonly string[];
  readonly remarks: readonly Remark[];
  readonly title?: string;
  /** null where the source does not say it; then `suggestedPath` is written. */
  readonly endpoint: string | null;
  readonly suggestedPath: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly schedules: readonly EntrySchedule[];
}

/** Converts a job; `taken` are the keys of the jobs before it. */
export function jobEntry(file: string, job: FoundJob, scheduler: Scheduler, taken: Set<string>): JobEntry {
  const times = job.times.map((time) => convertTime(time, scheduler));
  const schedules = withoutIdle(times.flatMap((time) => time.schedules));
  const lost = times.filter((time) => time.schedules.length === 0).length;
  const key = schedules.length === 0 ? null : jobKey(job.words, taken);
  const zones = new Set(schedules.map(({ timeZone }) => timeZone));
  const [zone] = zones;
  // One zone for all of them is the job's.
  const common: Record<string, string> = zones.size === 1 && zone !== undefined ? { timeZone: zone } : {};
  return {
    key,
    origin: [...new Set(job.times.map(({ line, expression }) => `${file}:${line}  ${expression}`))].map(
      (text, index) => (index === 0 && job.runs !== "" ? `${text}  ${job.runs}` : text),
    ),
    remarks: unique([
      ...(schedules.length > 0 && lost > 0
        ? [check(`${lost} of its schedules can't be said here and ${lost === 1 ? "is" : "are"} left out.`)]
        : []),
      ...times
        .flatMap(({ remarks }) => remarks)
        .map((remark) => (schedules.length > 0 ? remark : leftOut(remark))),
      ...(schedules.length === 0 ? [] : job.remarks),
    ]),
    title: job.title,
    endpoint: job.endpoint ?? null,
    suggestedPath: pathOf(key ?? ""),
    settings: { ...common, ...job.settings },
    schedules: zones.size === 1 ? schedules.map((each) => ({ ...each, timeZone: undefined })) : schedules,
  };
}

/** Of an entry that is comments alone. */
function leftOut({ text }: Remark): Remark {
  return check(`left out. ${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

function convertTime(
  { expression, timeZone: name, environment }: FoundTime,
  scheduler: Scheduler,
): { readonly schedules: readonly EntrySchedule[]; readonly remarks: readonly Remark[] } {
  const converted = convertCron(expression, scheduler);
  const { timeZone, remarks } = name === undefined ? { remarks: [] } : convertZone(name);
  return {
    schedules: converted.schedules.map((schedule) => ({ schedule, timeZone, environment })),
    remarks: [...remarks, ...converted.remarks],
  };
}

/** `manual` can't stand beside a schedule, and adds nothing to one. */
function withoutIdle(schedules: readonly EntrySchedule[]): readonly EntrySchedule[] {
  const timed = schedules.filter(({ schedule }) => schedule !== "manual");
  return timed.length > 0 ? timed : schedules.slice(0, 1);
}

function unique(remarks: readonly Remark[]): Remark[] {
  return [...new Map(remarks.map((remark) => [remark.text, remark])).values()];
}
