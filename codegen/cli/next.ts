import { parse } from "yaml";
import { parseIsoMinute } from "../next/iso-minute.ts";
import { answerLine } from "../next/answer-line.ts";
import type { Dialect, ReadSchedule } from "../next/read-schedule.ts";
import { readCron, readSchedule } from "../next/read-schedule.ts";
import { printRuns } from "../next/print-runs.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { notFound } from "./choose.ts";
import type { ResolvedJob } from "../resolved.ts";
import { readResolved } from "./read-resolved.ts";
import { readLines } from "./read-lines.ts";
import { colors, print, printDiagnostics } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export interface NextOptions {
  readonly config: string;
  readonly env?: string;
  readonly cron?: string;
  readonly schedule?: string;
  readonly dialect: Dialect;
  readonly after?: string;
  readonly count?: number;
  readonly stdin?: boolean;
}

/** `next`: prints the next runs. Returns whether all is well. */
export async function next(job: string | undefined, options: NextOptions): Promise<boolean> {
  const now = Date.now();
  if (options.stdin) return answerLines(now);
  const after = afterMinute(options.after, now);
  if (options.cron !== undefined) return nextOfCron(options.cron, options, after);
  if (options.schedule !== undefined) return nextOfSchedule(options.schedule, options, after);
  const resolved = await readResolved(options.config);
  if (!resolved) return false;
  const chosen = choose(
    resolved.environments.flatMap(({ jobs }) => jobs),
    job,
    options.env,
  );
  const count = options.count ?? (job === undefined ? 1 : 5);
  print(
    printRuns(
      chosen.map(({ key, environment, schedule, pause }) => ({
        title: `${key} in ${environment}`,
        rules: schedule,
        pause,
      })),
      resolved.almanac,
      after,
      count,
      colors,
    ),
  );
  return true;
}

function afterMinute(text: string | undefined, now: number): number {
  if (text === undefined) return Math.floor(now / 60_000);
  const minute = parseIsoMinute(text);
  if (minute === null)
    throw new UsageError(
      `--after \`${text}\` is no ISO 8601 time from 1970 to 9999: write one such as 2026-11-24T00:00:00Z.`,
    );
  return minute;
}

async function nextOfCron(
  text: string,
  { dialect, count = 5 }: NextOptions,
  after: number,
): Promise<boolean> {
  return printOwn(text, readCron(text, dialect, "--cron"), count, after);
}

/** A schedule of any form, as YAML. */
async function nextOfSchedule(text: string, { count = 5 }: NextOptions, after: number): Promise<boolean> {
  return printOwn(text, readSchedule(parsedYaml(text), after), count, after);
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [why = ""] = (error as Error).message.split(/ at line|\n/);
    throw new UsageError(
      `--schedule \`${text}\` is no YAML: ${why}. Write one such as '{ at: "09:00", timeZone: Europe/London }'`,
    );
  }
}

async function printOwn(
  title: string,
  { rules, almanac, diagnostics }: ReadSchedule,
  count: number,
  after: number,
): Promise<boolean> {
  if (diagnostics.length > 0) await printDiagnostics(diagnostics, "text");
  if (hasErrors(diagnostics)) return false;
  if (diagnostics.length > 0) print("");
  print(printRuns([{ title, rules }], almanac, after, count, colors));
  return true;
}

function choose(
  jobs: readonly ResolvedJob[],
  key: string | undefined,
  environment: string | undefined,
): ResolvedJob[] {
  const keys = [...new Set(jobs.map((job) => job.key))];
  const environments = [...new Set(jobs.map((job) => job.environment))];
  if (key !== undefined && !keys.includes(key)) throw new UsageError(notFound("job", key, keys));
  if (environment !== undefined && !environments.includes(environment))
    throw new UsageError(notFound("environment", environment, environments));
  const chosen = jobs.filter(
    (job) =>
      (key === undefined || job.key === key) &&
      (environment === undefined || job.environment === environment),
  );
  // A job that has no schedule in one environment is only worth a line where it was asked for.
  return key === undefined || environment === undefined
    ? chosen.filter(({ schedule }) => schedule.length > 0 || chosen.length === 1)
    : chosen;
}

/** One answer for each line of standard input, in the same order. */
async function answerLines(now: number): Promise<boolean> {
  for await (const line of readLines(process.stdin)) {
    const flushed = process.stdout.write(`${JSON.stringify(answerLine(line, now))}\n`);
    if (!flushed) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  return true;
}
