import { executeRuns } from "../execute-runs.ts";
import type { KnownInvocation } from "../invocation.ts";
import type { Job } from "../job-map.ts";
import type { Run, RunResult } from "../run.ts";
import { keyedRunId, manualRunId } from "../run-id.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { settingsOf } from "../settings.ts";
import { readJsonObject } from "./json-body.ts";
import { nearestNames } from "./nearest-names.ts";
import { HttpProblem } from "./http-problem.ts";

const KEYS = ["job", "all", "dryRun"];

/** What `POST /trigger` answers. */
export interface TriggerAnswer {
  readonly status: 200 | 207 | 502;
  readonly body: Readonly<Record<string, unknown>>;
  /** For the sinks. */
  readonly results: readonly RunResult[];
}

/**
 * Runs one job, or all, by hand, and answers when the runs have ended.
 *
 * @throws HttpProblem 400, 404 or 413 when the body is not what it must be
 */
export async function trigger(request: Request, invocation: KnownInvocation): Promise<TriggerAnswer> {
  const body = await readJsonObject(request, KEYS);
  const jobs = chosenJobs(body, invocation);
  const runs = await Promise.all(
    jobs.map(([key, job]) => manualRun(key, job, request.headers.get("Idempotency-Key"), invocation)),
  );
  const environment = invocation.configuration.environmentName;
  if (flag(body, "dryRun")) {
    const wouldRun = runs.map((run) => preview(run, invocation));
    return { status: 200, body: { environment, dryRun: true, runs: wouldRun }, results: [] };
  }
  const results = await executeRuns(runs, invocation);
  return { status: statusOf(results), body: { environment, runs: results.map(summary) }, results };
}

function chosenJobs(
  body: Readonly<Record<string, unknown>>,
  { environment, configuration }: KnownInvocation,
): Array<[string, Job]> {
  const jobs = Object.entries(environment.jobs);
  const names = jobs.map(([key]) => key);
  const all = flag(body, "all");
  const { job } = body;
  if (job !== undefined && all) throw new HttpProblem(400, "Say either job or all, not both");
  if (job === undefined) {
    if (all || environment.isDefault) return jobs;
    throw new HttpProblem(
      400,
      `Say which job: {"job": "${names[0]}"}, or {"all": true} for every one. Only the default environment runs all without being told`,
      { details: { jobs: names } },
    );
  }
  if (typeof job !== "string") throw new HttpProblem(400, "job must be a job's key, in quotes");
  const chosen = jobs.filter(([key]) => key === job);
  if (chosen.length > 0) return chosen;
  const nearest = nearestNames(job, names);
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(" or ")}?` : `it has ${names.join(", ")}`;
  throw new HttpProblem(
    404,
    `The environment ${configuration.environmentName} has no job ${JSON.stringify(job)}: ${hint}`,
    { details: { nearest } },
  );
}

function flag(body: Readonly<Record<string, unknown>>, key: "all" | "dryRun"): boolean {
  const value = body[key] ?? false;
  if (typeof value !== "boolean") throw new HttpProblem(400, `${key} must be true or false`);
  return value;
}

/**
 * A run by hand. A caller's Idempotency-Key makes the run id, so that the backend sees one key, and the
 * same bytes, however often and whenever the caller repeats the request.
 */
async function manualRun(
  key: string,
  definition: Job,
  idempotencyKey: string | null,
  { platform, environment, configuration }: KnownInvocation,
): Promise<Run> {
  const now = platform.now();
  const { environmentName } = configuration;
  return {
    job: key,
    definition,
    settings: settingsOf(definition, environment.defaults),
    id: idempotencyKey
      ? await keyedRunId(environmentName, key, idempotencyKey)
      : manualRunId(environmentName, key, now, platform.uuid().slice(0, 8)),
    correlationId: platform.uuid(),
    trigger: "manual",
    scheduledTime: idempotencyKey ? null : flooredMinute(now) * MINUTE_MS,
  };
}

function preview(run: Run, { configuration }: KnownInvocation): object {
  const { definition, settings } = run;
  return {
    job: run.job,
    name: definition.name,
    method: definition.method,
    url: configuration.redact(`${configuration.backendBase ?? ""}${definition.path}`),
    timeoutMs: settings.timeoutMs,
    maxAttempts: settings.retry.maxAttempts,
    auth: settings.auth.bearer === null ? "none" : authPreview(settings.auth.bearer, configuration.secrets),
  };
}

function authPreview(name: string, secrets: ReadonlyMap<string, string>): string {
  return secrets.has(name) ? name : `missing: ${name}`;
}

function statusOf(results: readonly RunResult[]): TriggerAnswer["status"] {
  const succeeded = results.filter(({ status }) => status === "succeeded").length;
  if (succeeded === results.length) return 200;
  return succeeded === 0 ? 502 : 207;
}

/** A run's result, as an answer tells it. `duration` is milliseconds. */
export function summary({ run, status, attempts, statusCode, durationMs, error }: RunResult): object {
  return {
    job: run.job,
    name: run.definition.name,
    runId: run.id,
    correlationId: run.correlationId,
    status,
    attempts,
    ...(statusCode !== null && { statusCode }),
    duration: durationMs,
    ...(error !== null && { error }),
  };
}
