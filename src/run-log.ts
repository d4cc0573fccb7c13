import { assertNever } from "./assert-never.ts";
import { formatDuration } from "./format-duration.ts";
import { isoTime } from "./iso-time.ts";
import type { Log, LogFields } from "./log.ts";
import type { AttemptOutcome } from "./retry.ts";
import type { Run, RunResult } from "./run.ts";

/** The log under which a run writes its lines. */
export function logOfRun(run: Run, log: Log): Log {
  return log.with({
    correlationId: run.correlationId,
    job: run.job,
    runId: run.id,
    trigger: run.trigger,
    ...(run.scheduledTime !== null && { scheduledTime: isoTime(run.scheduledTime) }),
  });
}

/** Milliseconds from the scheduled time to `startedAt`; a run by hand has no scheduled time to be late for. */
export function latenessOf(run: Run, startedAt: number): LogFields {
  return run.trigger !== "manual" && run.scheduledTime !== null
    ? { lateness: startedAt - run.scheduledTime }
    : {};
}

/** What the log says of an attempt's answer. */
export function answerFields(outcome: AttemptOutcome | null): LogFields {
  return outcome?.kind === "response" ? { statusCode: outcome.statusCode, response: outcome.excerpt() } : {};
}

/** Says that an attempt did not end the run, and when the next begins. */
export function waitMessage(
  run: Run,
  attempt: number,
  wait: { delayMs: number; countsAttempt: boolean },
): string {
  const { name } = run.definition;
  const delay = formatDuration(wait.delayMs);
  return wait.countsAttempt
    ? `Job ${name}: attempt ${attempt} of ${run.settings.retry.maxAttempts} failed, the next is in ${delay}`
    : `Job ${name} is still running on the backend, which is asked again in ${delay}`;
}

/** Writes a run's last line. */
export function logResult(result: RunResult, lastOutcome: AttemptOutcome | null, log: Log): void {
  const { name } = result.run.definition;
  const fields: LogFields = {
    ...(result.attempts > 0 && { attempt: result.attempts }),
    duration: result.durationMs,
    ...latenessOf(result.run, result.startedAt),
  };
  const failure: LogFields = { ...fields, ...answerFields(lastOutcome), error: result.error ?? "unknown" };
  switch (result.status) {
    case "succeeded":
      log.info(`Job ${name} completed successfully`, {
        ...fields,
        ...(result.statusCode !== null && { statusCode: result.statusCode }),
      });
      return;
    case "failed":
    case "dropped":
    case "lost":
    case "missed":
      log.error(`Job ${name} ${PAST[result.status]}`, failure);
      return;
    case "running":
      log.info(`Job ${name} was accepted`, {
        ...fields,
        ...(result.statusCode !== null && { statusCode: result.statusCode }),
        ...(result.completeBy !== undefined && { completeBy: isoTime(result.completeBy) }),
      });
      return;
    case "deferred":
    case "skipped":
    case "superseded":
      log.warn(`Job ${name} ${PAST[result.status]}`, failure);
      return;
    default:
      assertNever(result.status);
  }
}

/** What a line says of a run that did not succeed. */
const PAST = {
  failed: "failed",
  dropped: "was dropped",
  lost: "was lost",
  missed: "was missed",
  deferred: "was deferred: the ledger goes on with it",
  skipped: "was skipped",
  superseded: "was superseded",
} as const;
