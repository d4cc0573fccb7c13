import type { KnownInvocation } from "./invocation.ts";
import type { LedgerCalls, RenewRequest, RunRecord } from "./ledger/protocol.ts";
import { messageOf } from "./message-of.ts";
import type { Run, RunResult } from "./run.ts";
import { logOfRun } from "./run-log.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Who keeps the book of the runs that one invocation executes. */
export interface RunBook {
  /** Tells the ledger a result. Resolves when it has been taken, or cannot be; never rejects. */
  readonly record: (result: RunResult) => Promise<void>;
  /** Lets a run go on until `leaseUntil` (epoch ms). False where it may not, null where nobody answers; never rejects. */
  readonly renew: (run: Run, leaseUntil: number) => Promise<boolean | null>;
  /** Results that the ledger could not be told so far, and of which nobody has been alerted. */
  readonly untold: () => readonly RunResult[];
  /** People have been alerted of these executions, so the ledger is not to do it. */
  readonly noteAlerted: (correlationIds: readonly string[]) => void;
}

/**
 * Opens the book of an invocation that has claimed its runs. A result is told again for as long as the invocation lasts.
 * @param tick under which they were claimed
 */
export function openRunBook(
  tick: string,
  invocation: KnownInvocation,
  ledger: Pick<LedgerCalls, "record" | "renew">,
): RunBook {
  const { platform, runsEndAt } = invocation;
  const untold = new Set<RunResult>();
  const alerted = new Set<string>();
  return {
    untold: () => [...untold].filter(({ run }) => !alerted.has(run.correlationId)),

    noteAlerted(correlationIds) {
      for (const id of correlationIds) alerted.add(id);
    },

    async record(result) {
      const { completeBy } = result;
      untold.add(result);
      const tell = (): Promise<unknown> =>
        completeBy === undefined
          ? ledger.record({
              ...recordOf(result, tick),
              ...(alerted.has(result.run.correlationId) && { isAlerted: true }),
            })
          : ledger.renew(acceptanceOf(result, tick, completeBy));
      const log = logOfRun(result.run, invocation.log);
      for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
        const error = await tell().then(() => null, messageOf);
        if (error === null) {
          untold.delete(result);
          return;
        }
        if (platform.now() + waitMs > runsEndAt) {
          log.error("ledger unavailable: the run's result could not be recorded", { error });
          return;
        }
        log.warn("ledger unavailable: the run's result is recorded again in a moment", { error });
        await platform.sleep(waitMs);
      }
    },

    renew: (run, leaseUntil) =>
      ledger
        .renew({ runId: run.id, correlationId: run.correlationId, leaseUntil })
        .catch((error: unknown) => {
          logOfRun(run, invocation.log).warn("ledger unavailable: the run's lease could not be renewed", {
            error: messageOf(error),
          });
          return null;
        }),
  };
}

function recordOf(result: RunResult, tick: string): RunRecord {
  const { run, status, startedAt, durationMs, statusCode, error, attemptRecords, progress } = result;
  return {
    job: run.job,
    runId: run.id,
    tick,
    correlationId: run.correlationId,
    trigger: run.trigger,
    scheduledTime: run.scheduledTime,
    status: status === "succeeded" || status === "dropped" || status === "deferred" ? status : "failed",
    startedAt,
    endedAt: startedAt + durationMs,
    statusCode,
    error,
    attempts: attemptRecords,
    ...(progress && { progress }),
  };
}

/** Renews the lease of a run that the backend has taken over, up to the time by which it is to be completed. */
function acceptanceOf(result: RunResult, tick: string, completeBy: number): RenewRequest {
  const { run, startedAt, durationMs, attemptRecords: attempts } = result;
  const { job, trigger, scheduledTime } = run;
  return {
    runId: run.id,
    correlationId: run.correlationId,
    leaseUntil: completeBy,
    accepted: { job, tick, trigger, scheduledTime, attempts, acceptedAt: startedAt + durationMs },
  };
}
