import type { RunResult } from "../run.ts";
import type { RunRow } from "./state.ts";
import { runOf, type Watch } from "./watched-jobs.ts";

/** A run of which the ledger decided what becomes of it, as a result; null where its job is not in the job map. */
export function decidedResult(row: RunRow, { jobs }: Watch): RunResult | null {
  const job = jobs.get(row.job);
  if (job === undefined) return null;
  const { startedAt, endedAt, attempts } = row;
  return {
    run: runOf(job, row),
    status: row.status,
    attempts: attempts.at(-1)?.attempt ?? 0,
    attemptRecords: attempts,
    statusCode: row.statusCode,
    startedAt: startedAt ?? endedAt,
    durationMs: startedAt === null ? 0 : endedAt - startedAt,
    error: row.error,
  };
}
