import { isFailure, type RunStatus } from "../run.ts";
import { type AlertedRun, decideAlerts, type Occurrence } from "./alert-policy.ts";
import { isoTime } from "../iso-time.ts";
import type { LogFields } from "../log.ts";
import { historyTime } from "./cursor.ts";
import type { Draft, Note } from "./draft.ts";
import type { Totals } from "./protocol.ts";
import { pruneHistory } from "./prune.ts";
import type { OpenRun, RunRow } from "./state.ts";
import { settle } from "./watermark.ts";

/** Puts a run's end into the history, and tells the alert policy of it. */
export function finish(draft: Draft, row: RunRow, tick: string): void {
  const before = putAway(draft, row);
  if (before === null || !isSameFailure(before, row)) tellEnd(draft, row, tick);
}

/** Tells the alert policy how a run ended. However often one execution is told as failed, it counts once. */
export function tellEnd(draft: Draft, row: RunRow, tick: string): void {
  const { job, status, endedAt: at } = row;
  const isGood = status === "succeeded";
  if (!isGood && !isFailure(status)) return;
  // While the backend works on a run that had failed before, there is no row to compare with.
  const { lastBad } = draft.job(job).alerts.failing;
  if (lastBad !== null && isSameFailure(lastBad, row)) return;
  noteForAlerts(draft, job, { condition: "failing", isGood, at, run: alertedRun(row, tick) });
}

/** Whether both tell of one execution that it failed: it was lost, and its failure is told after all. */
function isSameFailure(before: ExecutionEnd, after: ExecutionEnd): boolean {
  return isFailure(before.status) && isFailure(after.status) && before.correlationId === after.correlationId;
}

type ExecutionEnd = Pick<RunRow, "status" | "correlationId">;

/**
 * A run's end without its alerts: its row, its minute settled, the sums, and room made for it.
 * @returns the row that this one takes the place of; null where there was none
 */
export function putAway(draft: Draft, row: RunRow): RunRow | null {
  const { job, runId, at } = row;
  const before = draft.find(job, at, runId);
  const isNew = before === null;
  draft.addRow(row);
  const state = draft.job(job);
  draft.change(job, { totals: addUp(state.totals, row, before), kept: state.kept + (isNew ? 1 : 0) });
  const minute = draft.scheduledMinuteOf(row);
  if (minute !== null) settle(draft, job, minute);
  if (isNew) pruneHistory(draft, job);
  return before;
}

/** Counts a due minute that no tick brought, or a run that was lost. */
export function countInTotals(draft: Draft, job: string, what: "missed" | "lost"): void {
  const { totals } = draft.job(job);
  draft.change(job, { totals: { ...totals, [what]: totals[what] + 1 } });
}

/** Tells the alert policy what happened to a job. What it decides is pending until it has been sent. */
export function noteForAlerts(draft: Draft, job: string, occurrence: Occurrence): void {
  const state = draft.job(job);
  const policy = draft.watch.jobs.get(job)?.settings.notify?.slack ?? null;
  const { state: alerts, alerts: decided } = decideAlerts(state.alerts, occurrence, policy);
  draft.change(job, { alerts, pending: [...state.pending, ...decided] });
}

/** What an alert tells of a run. */
export function alertedRun(
  row: Pick<
    RunRow,
    | "runId"
    | "correlationId"
    | "status"
    | "scheduledTime"
    | "attempts"
    | "statusCode"
    | "error"
    | "startedAt"
    | "endedAt"
  >,
  tick: string,
): AlertedRun {
  const { runId, correlationId, status, scheduledTime, attempts, statusCode, error } = row;
  return {
    runId,
    correlationId,
    status,
    scheduledTime,
    tick,
    attempts: attempts.at(-1)?.attempt ?? 0,
    statusCode,
    durationMs: row.startedAt === null ? null : row.endedAt - row.startedAt,
    error,
  };
}

/** A run of which the ledger itself says what becomes of it. */
type DecidedRun = Pick<
  OpenRun,
  "job" | "runId" | "scheduledTime" | "trigger" | "correlationId" | "by" | "claimedAt"
> &
  Partial<Pick<OpenRun, "events" | "attempts">>;

/** Its row, ended now. */
export function decidedRow(draft: Draft, run: DecidedRun, status: RunStatus, why: string | null): RunRow {
  const { attempts = [], events = [] } = run;
  return {
    job: run.job,
    runId: run.runId,
    at: historyTime(run),
    scheduledTime: run.scheduledTime,
    trigger: run.trigger,
    status,
    correlationId: run.correlationId,
    by: run.by,
    claimedAt: run.claimedAt,
    startedAt: attempts[0]?.startedAt ?? null,
    endedAt: draft.now,
    statusCode: attempts.at(-1)?.statusCode ?? null,
    error: why,
    attempts,
    events,
  };
}

/** Says in the log what the ledger decided about a run, and keeps it for analytics. */
export function announce(
  draft: Draft,
  level: Note["level"],
  what: string,
  row: RunRow,
  more: LogFields = {},
): void {
  const { job, runId, correlationId, scheduledTime, error } = row;
  const name = draft.watch.jobs.get(job)?.definition.name ?? job;
  draft.decided.push(row);
  draft.notes.push({
    level,
    message: `Job ${name} ${what}`,
    fields: {
      job,
      runId,
      correlationId,
      ...(scheduledTime !== null && { scheduledTime: isoTime(scheduledTime) }),
      ...(error !== null && { error }),
      ...more,
    },
  });
}

function addUp(totals: Totals, row: RunRow, before: RunRow | null): Totals {
  const { status, endedAt } = row;
  return {
    ...addTimes(totals, row, before),
    runs: { ...totals.runs, [status]: (totals.runs[status] ?? 0) + 1 },
    lastSuccessAt: status === "succeeded" ? endedAt : totals.lastSuccessAt,
  };
}

/**
 * Adds how long a run took, and how late it began, where it had an attempt.
 * @param before the row that it takes the place of: one that began at the same instant is in the sums already, as far as
 * its end
 */
export function addTimes(totals: Totals, row: RunRow, before: RunRow | null): Totals {
  const { startedAt, endedAt, scheduledTime, trigger } = row;
  if (before !== null && before.startedAt !== null && before.startedAt === startedAt) {
    return { ...totals, durationMs: totals.durationMs + Math.max(0, endedAt - before.endedAt) };
  }
  const wasTried = startedAt !== null;
  const hasLateness = wasTried && trigger !== "manual" && scheduledTime !== null;
  return {
    ...totals,
    durationMs: totals.durationMs + (wasTried ? endedAt - startedAt : 0),
    durations: totals.durations + (wasTried ? 1 : 0),
    latenessMs: totals.latenessMs + (hasLateness ? Math.max(0, startedAt - scheduledTime) : 0),
    latenesses: totals.latenesses + (hasLateness ? 1 : 0),
  };
}
