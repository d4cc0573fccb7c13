import { parseIsoMinute } from "../next/iso-minute.ts";
import { answerLine } from "../next/answer-line.ts";
import type { Dialect } from "../next/read-schedule.ts";
import { readCron } from "../next/read-schedule.ts";
import { printRuns } from "../next/print-runs.ts";
import { readRaw } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { resolveSchedules } from "../passes/resolve-schedules.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import { decodeSource } from "../source/decode.ts";
import type { ResolvedJob } from "../resolved.ts";
import { readLines } from "./read-lines.ts";
import { readInput } from "./read-input.ts";
import { colors, print, printDiagnostics } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export interface NextOptions {
  readonly config: string;
  readonly env?: string;
  readonly cron?: string;
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
  const jobs = await resolvedJobs(options.config);
  if (!jobs) return false;
  const chosen = choose(jobs, job, options.env);
  const count = options.count ?? (job === undefined ? 1 : 5);
  print(
    printRuns(
      chosen.map(({ key, environment, schedule }) => ({
        title: `${key} in ${environment}`,
        rules: schedule,
      })),
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
      `--after \`${text}\` is no ISO 8601 time from 1970 to 9999: write for example 2026-11-24T00:00:00Z`,
    );
  return minute;
}

async function nextOfCron(
  text: string,
  { dialect, count = 5 }: NextOptions,
  after: number,
): Promise<boolean> {
  const { rules, diagnostics } = readCron(text, dialect, "--cron");
  if (diagnostics.length > 0) await printDiagnostics(diagnostics, "text");
  if (hasErrors(diagnostics)) return false;
  if (diagnostics.length > 0) print("");
  print(printRuns([{ title: text, rules }], after, count, colors));
  return true;
}

/** Every job of the file in every environment; null, with the problems printed, where it has errors. */
async function resolvedJobs(config: string): Promise<ResolvedJob[] | null> {
  const { input, diagnostics: unreadable } = readInput(config);
  const decoded = input && decodeSource(config, input.config.bytes);
  const { raw = null, diagnostics = [] } =
    decoded && decoded.diagnostics.length === 0 ? readRaw(decoded.source) : {};
  const problems = [...unreadable, ...(decoded?.diagnostics ?? []), ...diagnostics].filter(
    ({ severity }) => severity === "error",
  );
  if (raw && problems.length === 0) return resolveSchedules(raw).environments.flatMap(({ jobs }) => jobs);
  await printDiagnostics(problems, "text");
  return null;
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

function notFound(what: string, name: string, known: readonly string[]): string {
  const hint =
    didYouMean(name, known) ?? `There are: ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}`;
  return `There is no ${what} \`${name}\`. ${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
}

/** One answer for each line of standard input, in the same order. */
async function answerLines(now: number): Promise<boolean> {
  for await (const line of readLines(process.stdin)) {
    const flushed = process.stdout.write(`${JSON.stringify(answerLine(line, now))}\n`);
    if (!flushed) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  return true;
}
