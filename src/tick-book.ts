import type { KnownInvocation } from "./invocation.ts";
import { askLedger } from "./ledger/client.ts";
import type { RunRecord } from "./ledger/protocol.ts";
import { messageOf } from "./message-of.ts";
import type { RunResult } from "./run.ts";
import type { RunBook } from "./run-book.ts";
import { logOfRun } from "./run-log.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** A tick's dealings with the ledger. */
export interface TickBook extends RunBook {
  /** Results that it could not be told. */
  readonly unrecorded: () => readonly RunResult[];
}

/** Opens the book of a tick that has claimed its runs. A result is told again for as long as the tick lasts. */
export function openTickBook(tick: string, invocation: KnownInvocation): TickBook {
  const { platform, runsEndAt } = invocation;
  const unrecorded: RunResult[] = [];
  return {
    unrecorded: () => unrecorded,

    async record(result) {
      const record = recordOf(result, tick);
      let waitMs = FIRST_WAIT_MS;
      for (;;) {
        const why = await askLedger(invocation, (ledger) => ledger.record(record)).then(
          () => null,
          messageOf,
        );
        if (why === null) return;
        const log = logOfRun(result.run, invocation.log);
        if (platform.now() + waitMs > runsEndAt) {
          log.error("ledger unavailable: the run's result could not be recorded, and it will show as lost", {
            error: why,
          });
          unrecorded.push(result);
          return;
        }
        log.warn("ledger unavailable: the run's result is recorded again in a moment", { error: why });
        await platform.sleep(waitMs);
        waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
      }
    },

    renew: ({ id: runId, correlationId }, leaseUntil) =>
      askLedger(invocation, (ledger) => ledger.renew({ runId, correlationId, leaseUntil })).catch(
        () => false,
      ),
  };
}

/** What the ledger is told of a run that was executed. */
export function recordOf(result: RunResult, tick: string): RunRecord {
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
