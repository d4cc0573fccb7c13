import { isFailure, type RunStatus } from "../run.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { type AlertedRun, decideAlerts, type Occurrence } from "./alert-policy.ts";
import { isoTime } from "../iso-time.ts";
import type { LogFields } from "../log.ts";
import type { Draft, Note } from "./draft.ts";
import type { Totals } from "./protocol.ts";
import { pruneHistory } from "./prune.ts";
import type { OpenRun, RunRow } from "./state.ts";
import { settle } from "./watermark.ts";

/** Puts a run's end into the history, and tells the alert policy of it. */
export function finish(draft: Draft, row: RunRow, tick: string): void {
  putAway(draft, row);
  if (row.status !== "succeeded" && !isFailure(row.status)) return;
  const isGood = row.status === "succeeded";
  occur(draft, row.job, { condition: "failing", isGood, at: row.endedAt, run: alertedRun(row, tick) });
}

/** A run's end without its alerts: its row, its minute settled, the sums, and room made for it. */
export function putAway(draft: Draft, row: RunRow): void {
  const { job, runId, at } = row;
  const isNew = draft.find(job, at, runId) === null;
  draft.addRow(row);
  const state = draft.job(job);
  draft.change(job, { totals: addUp(state.totals, row), kept: state.kept + (isNew ? 1 : 0) });
  if (row.scheduledTime !== null && runId === draft.runIdAt(job, row.scheduledTime / MINUTE_MS)) {
    settle(draft, job, row.scheduledTime / MINUTE_MS);
  }
  if (isNew) pruneHistory(draft, job);
}

/** Counts a due minute that no tick brought, or a run that was lost. */
export function count(draft: Draft, job: string, what: "missed" | "lost"): void {
  const { totals } = draft.job(job);
  draft.change(job, { totals: { ...totals, [what]: totals[what] + 1 } });
}

/** Tells the alert policy what happened; what it decides is pending until it has been sent. */
export function occur(draft: Draft, job: string, occurrence: Occurrence): void {
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
    at: run.scheduledTime ?? run.claimedAt,
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

function addUp(totals: Totals, row: RunRow): Totals {
  const { status, endedAt } = row;
  return {
    ...addTimes(totals, row),
    runs: { ...totals.runs, [status]: (totals.runs[status] ?? 0) + 1 },
    lastSuccessAt: status === "succeeded" ? endedAt : totals.lastSuccessAt,
  };
}

/** Adds how long a run took, and how late it began, where it had an attempt. */
export function addTimes(totals: Totals, row: RunRow): Totals {
  const { startedAt, endedAt, scheduledTime, trigger } = row;
  const wasTried = startedAt !== null && row.attempts.length > 0;
  const hasLateness = wasTried && trigger !== "manual" && scheduledTime !== null;
  return {
    ...totals,
    durationMs: totals.durationMs + (wasTried ? endedAt - startedAt : 0),
    durations: totals.durations + (wasTried ? 1 : 0),
    latenessMs: totals.latenessMs + (hasLateness ? startedAt - scheduledTime : 0),
    latenesses: totals.latenesses + (hasLateness ? 1 : 0),
  };
}
