import type { RunResult } from "../run.ts";
import type { Watch } from "./draft.ts";
import type { RunRow } from "./state.ts";

/** A run of which the ledger decided what becomes of it, as a result; null where its job is not in the job map. */
export function decidedResult(row: RunRow, { jobs }: Watch): RunResult | null {
  const job = jobs.get(row.job);
  if (job === undefined) return null;
  const { runId: id, correlationId, trigger, scheduledTime, startedAt, endedAt, attempts } = row;
  const { definition, settings } = job;
  return {
    run: { job: row.job, definition, settings, id, correlationId, trigger, scheduledTime },
    status: row.status,
    attempts: attempts.at(-1)?.attempt ?? 0,
    attemptRecords: attempts,
    statusCode: row.statusCode,
    startedAt: startedAt ?? endedAt,
    durationMs: startedAt === null ? 0 : endedAt - startedAt,
    error: row.error,
  };
}
