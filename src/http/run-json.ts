import { isoTime } from "../iso-time.ts";
import type { KnownInvocation } from "../invocation.ts";
import type { RunView } from "../ledger/protocol.ts";
import type { RunResult } from "../run.ts";

/** A run, as every answer tells it. Times are ISO 8601 in UTC, `duration` is milliseconds. */
export function runJson(view: RunView, { environment }: KnownInvocation): object {
  const { scheduledTime, startedAt, endedAt, attempts, statusCode, error, events } = view;
  const { acceptedAt, completeBy } = view;
  return {
    job: view.job,
    name: environment.jobs[view.job]?.name ?? view.job,
    runId: view.runId,
    correlationId: view.correlationId,
    status: view.status,
    trigger: view.trigger,
    ...(view.by !== null && { by: view.by }),
    scheduledTime: scheduledTime === null ? null : isoTime(scheduledTime),
    ...(startedAt !== null && { startedAt: isoTime(startedAt) }),
    ...(endedAt !== null && { endedAt: isoTime(endedAt) }),
    ...(startedAt !== null && endedAt !== null && { duration: endedAt - startedAt }),
    ...(acceptedAt !== undefined && { acceptedAt: isoTime(acceptedAt) }),
    ...(completeBy !== undefined && { completeBy: isoTime(completeBy) }),
    attempts: attempts.at(-1)?.attempt ?? 0,
    ...(statusCode !== null && { statusCode }),
    ...(error !== null && { error }),
    ...(attempts.length > 0 && {
      attemptLog: attempts.map((attempt) => ({
        attempt: attempt.attempt,
        startedAt: isoTime(attempt.startedAt),
        duration: attempt.durationMs,
        ...(attempt.statusCode !== null && { statusCode: attempt.statusCode }),
        ...(attempt.error !== null && { error: attempt.error }),
      })),
    }),
    ...(events.length > 0 && {
      events: events.map(({ at, status, why }) => ({ at: isoTime(at), status, why })),
    }),
  };
}

/** A result as the history would tell it. */
export function viewOfResult(result: RunResult, by: string | null): RunView {
  const { run, startedAt, durationMs, completeBy } = result;
  const endedAt = startedAt + durationMs;
  return {
    job: run.job,
    runId: run.id,
    status: result.status,
    trigger: run.trigger,
    scheduledTime: run.scheduledTime,
    correlationId: run.correlationId,
    by,
    claimedAt: startedAt,
    startedAt,
    ...(completeBy === undefined ? { endedAt } : { endedAt: null, acceptedAt: endedAt, completeBy }),
    statusCode: result.statusCode,
    error: result.error,
    attempts: result.attemptRecords,
    events: [],
  };
}
