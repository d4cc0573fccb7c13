import { dateText } from "../cron/describe-rule.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { nextDue } from "../../src/schedule/next-due.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { END_OF_ZONES } from "../../src/schedule/zone.ts";
import type { RawScheduleForm, RawSchedules } from "../schema/raw.ts";
import type { Problem } from "../schema/scalar.ts";
import { schedulesIn, writtenSchedules } from "../schema/written-schedules.ts";
import type { ResolvedSchedules } from "../resolved.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";
import { lowerSchedule } from "./lower-schedule.ts";

/** How long before its end a calendar in use is named. */
const noticeDays = 60;

/**
 * Reports SCH221 (a schedule that its dates leave without a run), SCH222 (one whose last run is over) and SCH223 (a
 * calendar in use that has ended, or ends within 60 days). What is over is never an error: a file does not break by
 * waiting. `nowMinute` is today, in UTC minutes since 1970; nothing that is written depends on it.
 */
export function checkWindows(
  document: SourceDocument,
  raw: RawSchedules,
  { environments, almanac }: ResolvedSchedules,
  nowMinute: number,
): Diagnostic[] {
  const runs = environments.flatMap(({ jobs }) =>
    jobs.flatMap(({ key, environment, clock }) => {
      const job = raw.jobs[key];
      const written = job ? schedulesIn(key, job, environment) : [];
      return written.flatMap(({ schedule, path }) => {
        if (typeof schedule === "string" || !isLimited(schedule)) return [];
        const problem = runProblem(lowerSchedule(schedule, clock), almanac, nowMinute);
        if (!problem) return [];
        const { code, message, hint } = problem;
        return [diagnostic(code, spanOfKey(document, keyOf(path, schedule)), message, { hint })];
      });
    }),
  );
  return [...runs, ...checkCalendars(document, raw, almanac, nowMinute)];
}

/** Whether a file has anything for `checkWindows` to look at; most have not, and need not be resolved for it. */
export function hasWindows(raw: RawSchedules): boolean {
  return (
    raw.calendars !== undefined ||
    writtenSchedules(raw).some(({ schedule }) => typeof schedule !== "string" && isLimited(schedule))
  );
}

function isLimited(form: RawScheduleForm): boolean {
  return (["once", "from", "until", "only", "except"] as const).some((key) => key in form);
}

function runProblem(rules: readonly ScheduleRule[], almanac: Almanac, nowMinute: number): Problem | null {
  // The same clock faces without their zones: what is written, whatever the clocks make of it.
  const written = rules.map(
    ({ zone: _zone, isInterval: _interval, gap: _gap, repeat: _repeat, ...rule }) => rule,
  );
  const next = nextDue(written, nowMinute - MINUTES_PER_DAY, almanac);
  if (nextDue(written, -1, almanac) === null) {
    const hint =
      "check `from`, `until`, `only`, `except` and the calendars that they name against each other";
    return { code: "SCH221", message: "the dates of this schedule leave no run", hint };
  }
  if (next !== null && next >= END_OF_ZONES) {
    const message =
      "the next run of this schedule lies after 2040, the last year of which the clocks are compiled";
    return { code: "SCH221", message, hint: "write an earlier date" };
  }
  if (nextDue(rules, nowMinute - 1, almanac) !== null) return null;
  if (next !== null && next > nowMinute + MINUTES_PER_DAY) {
    const message = "the clocks skip every time of this schedule, and `dst.gap` is skip: it never runs";
    return { code: "SCH221", message, hint: "write another time, or dst: { gap: shift }" };
  }
  const message = "what this schedule says is over: it has no further run";
  return { code: "SCH222", message, hint: "remove it, or write a later date" };
}

/** The key that ends the runs, for the mark. */
function keyOf(path: Path, schedule: object): Path {
  const key = ["once", "until", "only", "from", "except"].find((each) => each in schedule);
  return key === undefined ? path : [...path, key];
}

function checkCalendars(
  document: SourceDocument,
  raw: RawSchedules,
  { dates }: Almanac,
  nowMinute: number,
): Diagnostic[] {
  const today = Math.floor(nowMinute / MINUTES_PER_DAY);
  return Object.keys(raw.calendars ?? {}).flatMap((name) => {
    const last = dates[name]?.at(-1);
    if (last === undefined || last - today > noticeDays) return [];
    const date = dateText(last);
    const message =
      last < today
        ? `the calendar \`${name}\` ended on ${date}`
        : `the calendar \`${name}\` ends on ${date}, in ${last - today} days`;
    return [
      diagnostic("SCH223", spanOfKey(document, ["calendars", name]), message, {
        hint: "add the dates of the next year",
      }),
    ];
  });
}
