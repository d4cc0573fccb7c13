import type { KnownInvocation } from "../invocation.ts";
import { isoTime } from "../iso-time.ts";
import type { Job } from "../job-map.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { readInstant } from "./instant.ts";
import { HttpProblem } from "./http-problem.ts";
import { requireJob } from "./job-named.ts";
import { readJsonObject } from "./json-body.ts";

const KEYS = ["job", "all", "dryRun", "scheduledTime", "force"];

/** What a request to `/trigger` asks for. */
export interface TriggerRequest {
  readonly jobs: ReadonlyArray<readonly [string, Job]>;
  readonly isDryRun: boolean;
  /** Epoch ms of the past minute to run; null runs now. */
  readonly scheduledTime: number | null;
  /** Runs that minute again although it succeeded. */
  readonly isForced: boolean;
  /** The caller's own key. */
  readonly idempotencyKey: string | null;
}

/** @throws HttpProblem 400, 404 or 413 when the body is not what it must be */
export async function readTriggerRequest(
  request: Request,
  invocation: KnownInvocation,
): Promise<TriggerRequest> {
  const body = await readJsonObject(request, KEYS);
  const jobs = chosenJobs(body, invocation);
  const scheduledTime = pastMinute(body, invocation.platform.now());
  const isForced = flag(body, "force");
  const idempotencyKey = request.headers.get("Idempotency-Key");
  if (scheduledTime === null && isForced) throw new HttpProblem(400, "force goes with scheduledTime");
  if (scheduledTime !== null && body["job"] === undefined) {
    throw new HttpProblem(
      400,
      'A backfill is of one job: {"job": "…", "scheduledTime": "2026-11-23T02:06:00Z"}',
    );
  }
  if (scheduledTime !== null && idempotencyKey !== null) {
    throw new HttpProblem(400, "A backfill runs under the id of its minute: leave the Idempotency-Key out");
  }
  return { jobs, isDryRun: flag(body, "dryRun"), scheduledTime, isForced, idempotencyKey };
}

function chosenJobs(
  body: Readonly<Record<string, unknown>>,
  invocation: KnownInvocation,
): Array<[string, Job]> {
  const jobs = Object.entries(invocation.environment.jobs);
  const all = flag(body, "all");
  const { job } = body;
  if (job !== undefined && all) throw new HttpProblem(400, "Say either job or all, not both");
  if (job === undefined) {
    if (all || invocation.environment.isDefault) return jobs;
    const names = jobs.map(([key]) => key);
    throw new HttpProblem(
      400,
      `Say which job: {"job": "${names[0]}"}, or {"all": true} for every one. Only the default environment runs all without being told`,
      { details: { jobs: names } },
    );
  }
  if (typeof job !== "string") throw new HttpProblem(400, "job must be a job's key, in quotes");
  return [[job, requireJob(job, invocation)]];
}

function flag(body: Readonly<Record<string, unknown>>, key: "all" | "dryRun" | "force"): boolean {
  const value = body[key] ?? false;
  if (typeof value !== "boolean") throw new HttpProblem(400, `${key} must be true or false`);
  return value;
}

function pastMinute(body: Readonly<Record<string, unknown>>, now: number): number | null {
  const given = body["scheduledTime"] ?? null;
  if (given === null) return null;
  const at = readInstant("scheduledTime", given);
  if (at % MINUTE_MS !== 0)
    throw new HttpProblem(400, `scheduledTime must be a full minute: ${isoTime(at)} is none`);
  if (at > now)
    throw new HttpProblem(400, `scheduledTime must be a past minute: ${isoTime(at)} lies in the future`);
  return at;
}
