import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { parseCron } from "../../src/schedule/cron.ts";
import { readRaw } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { lintCron } from "../cron/lint-cron.ts";
import { buildAlmanac } from "../passes/build-almanac.ts";
import { lowerSchedules } from "../passes/lower-schedule.ts";
import { builtIn } from "../schema/built-in.ts";
import type { Source, Span } from "../source/source.ts";
import { isByEnvironment, schedulesIn } from "../schema/written-schedules.ts";

/** Runs may be asked for from any instant since 1970, so the clocks are read from there. */
export const earliestYear = 1970;

const emptyAlmanac: Almanac = { zones: {}, dates: {} };

export type Dialect = "schedules" | "cloudflare";

export interface ReadSchedule {
  readonly rules: readonly ScheduleRule[];
  readonly almanac: Almanac;
  /** With an error among them there are no rules. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A cron expression on its own, as this language reads it or as Cloudflare does. `file` names it in diagnostics. */
export function readCron(text: string, dialect: Dialect, file: string): ReadSchedule {
  const source = { file, text };
  const result = parseCron(text);
  const problems =
    dialect === "schedules"
      ? lintCron(text)
      : result.ok
        ? []
        : result.errors.map((error) => ({ ...error, code: "SCH201" as const, hint: undefined }));
  const diagnostics = problems.map(({ code, message, hint, start, end }) =>
    diagnostic(code, { source, start, end }, message, { hint }),
  );
  const failed = diagnostics.some(({ severity }) => severity === "error");
  return {
    rules: failed ? [] : dialect === "schedules" ? lowerSchedules([text], builtIn) : [{ cron: text }],
    almanac: emptyAlmanac,
    diagnostics,
  };
}

/** A schedule of any form on its own. It is checked as the only job of a file, so that both can't differ. */
export function readSchedule(schedule: unknown, nowMinute: number): ReadSchedule {
  const file = {
    version: 1,
    worker: "worker",
    account: { plan: "paid" },
    environments: { production: { backend: "https://localhost" } },
    jobs: { job: { endpoint: "/", schedule } },
  };
  const { raw, diagnostics: found } = readRaw({ file: "schedule", text: JSON.stringify(file) }, nowMinute);
  const source = { file: "schedule", text: JSON.stringify(schedule) ?? "" };
  const diagnostics = found.map((each) => ({ ...each, span: inside(each.span, source) }));
  const job = raw?.jobs.job;
  if (job && isByEnvironment(job.schedule)) {
    const message = "this is a map environment → schedule, and one schedule is needed";
    return {
      rules: [],
      almanac: emptyAlmanac,
      diagnostics: [diagnostic("SCH103", { source, start: 0, end: 0 }, message)],
    };
  }
  const failed = !job || diagnostics.some(({ severity }) => severity === "error");
  return {
    rules: failed
      ? []
      : lowerSchedules(
          schedulesIn("job", job, "production").map((each) => each.schedule),
          builtIn,
        ),
    almanac: raw ? buildAlmanac(raw, earliestYear) : emptyAlmanac,
    diagnostics,
  };
}

/** The same place in the schedule alone, which stands last in the file that was made of it. */
function inside({ source: { text }, start, end }: Span, source: Source): Span {
  const before = text.length - source.text.length - "}}}".length;
  return {
    source,
    start: Math.max(0, start - before),
    end: Math.max(0, Math.min(end - before, source.text.length)),
  };
}
