import type { KnownInvocation } from "../invocation.ts";
import { isoTime } from "../iso-time.ts";
import { askLedger } from "../ledger/client.ts";
import type { RunsQuery } from "../ledger/protocol.ts";
import { isCursor } from "../ledger/cursor.ts";
import { type RunStatus, runStatuses } from "../run.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { nextDue, previousDue } from "../schedule/next-due.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { isEnabled } from "../settings.ts";
import { HttpProblem } from "./http-problem.ts";
import { requireJob } from "./job-named.ts";
import { runJson } from "./run-json.ts";

const PARAMETERS = ["job", "status", "limit", "before"];
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** `GET /runs`: the history, newest first. @throws HttpProblem 400 or 404 */
export async function listRuns(url: URL, invocation: KnownInvocation): Promise<object> {
  const query = readQuery(url.searchParams);
  const page = await askLedger(invocation, (ledger) => ledger.runs(query));
  const { runs, before, watchedSince, refusedBecause } = page;
  // A job that is gone from schedules.yaml may have a history all the same.
  if (runs.length === 0 && query.job !== undefined) requireJob(query.job, invocation);
  const next = new URLSearchParams(url.searchParams);
  if (before !== null) next.set("before", before);
  return {
    environment: invocation.configuration.environmentName,
    ...(query.job !== undefined && dueTimes(query.job, invocation)),
    ...(watchedSince !== undefined && { watchedSince: isoTime(watchedSince) }),
    ...(refusedBecause !== undefined && {
      warning: `The ledger can't write, so what runs now is not in here: ${invocation.configuration.redact(refusedBecause)}`,
    }),
    runs: runs.map((run) => runJson(run, invocation)),
    before,
    ...(before !== null && { next: `/runs?${next.toString()}` }),
  };
}

/** When a job was last due, and is next: whether it was due at all, its runs alone don't say. Null where never, here. */
function dueTimes(key: string, { environment, almanac, platform }: KnownInvocation): object {
  const job = Object.hasOwn(environment.jobs, key) ? environment.jobs[key] : undefined;
  const rules = job !== undefined && isEnabled(job, environment.defaults) ? job.schedule : [];
  const now = flooredMinute(platform.now());
  return {
    lastDue: timeOf(previousDue(rules, now + 1, almanac)),
    nextDue: timeOf(nextDue(rules, now, almanac)),
  };
}

function timeOf(minute: EpochMinute | null): string | null {
  return minute === null ? null : isoTime(minute * MINUTE_MS);
}

/** `GET /runs/:id`. @throws HttpProblem 404 */
export async function showRun(runId: string, invocation: KnownInvocation): Promise<object> {
  const view = await askLedger(invocation, (ledger) => ledger.run(runId));
  if (view === null) throw unknownRun(runId);
  return { environment: invocation.configuration.environmentName, run: runJson(view, invocation) };
}

export function unknownRun(runId: string): HttpProblem {
  return new HttpProblem(
    404,
    `Nothing is known of a run ${JSON.stringify(runId)}: it never was, or it is older than the history`,
  );
}

function readQuery(given: URLSearchParams): RunsQuery {
  const unknown = [...given.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.length > 0) {
    throw new HttpProblem(400, `Unknown parameter ${unknown.join(", ")}; known are ${PARAMETERS.join(", ")}`);
  }
  const job = given.get("job") ?? undefined;
  const before = given.get("before") ?? undefined;
  if (before !== undefined && !isCursor(before)) {
    throw new HttpProblem(400, "before must be what an earlier answer gave as before");
  }
  return {
    ...(job !== undefined && { job }),
    ...readStatus(given.get("status")),
    ...(before !== undefined && { before }),
    limit: readLimit(given.get("limit")),
  };
}

function readStatus(text: string | null): { readonly status?: RunStatus } {
  if (text === null) return {};
  const status = runStatuses.find((each) => each === text);
  if (status === undefined) throw new HttpProblem(400, `status must be one of ${runStatuses.join(", ")}`);
  return { status };
}

function readLimit(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT)
    throw new HttpProblem(400, `limit must be a whole number from 1 to ${MAX_LIMIT}`);
  return limit;
}
