import type { Progress } from "../run.ts";
import { historyTime } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import { finish } from "./finish.ts";
import { asBefore, joinAttempts } from "./past.ts";
import type { RenewRequest, RunRecord } from "./protocol.ts";
import type { OpenRun, RunRow } from "./state.ts";

/**
 * Takes the result of a run. One that the ledger has already changes nothing; one of a run that it did not claim (it
 * did not answer then) or took for lost is taken all the same: it says what really happened.
 */
export function recordResult(draft: Draft, record: RunRecord): void {
  take(draft, record);
  if (record.isAlerted === true) forgetAlerts(draft, record);
}

function take(draft: Draft, record: RunRecord): void {
  const open = draft.openRuns.find((run) => run.runId === record.runId);
  if (open === undefined || open.correlationId !== record.correlationId)
    return recordStray(draft, record, open);
  if (record.progress !== undefined) return defer(draft, open, record.progress);
  draft.removeOpen(open, { isWritten: false });
  finish(draft, rowOf(record, open), open.tick);
}

/** That a job is well again is for the ledger to tell: nobody else knows that it was not. */
function forgetAlerts(draft: Draft, { job, correlationId }: RunRecord): void {
  const { pending } = draft.job(job);
  const left = pending.filter(
    ({ event, run }) => event === "recovery" || run.correlationId !== correlationId,
  );
  if (left.length < pending.length) draft.change(job, { pending: left });
}

/** A run that this caller may still go on with gets a longer lease. */
export function renewLease(
  draft: Draft,
  { runId, correlationId, leaseUntil }: Omit<RenewRequest, "accepted">,
): boolean {
  const open = draft.openRuns.find((run) => run.runId === runId && run.correlationId === correlationId);
  if (open === undefined || open.phase.is !== "running") return false;
  const longer = Math.max(leaseUntil, open.phase.leaseUntil);
  draft.replaceOpen(open, { ...open, phase: { ...open.phase, leaseUntil: longer } });
  return true;
}

function defer(draft: Draft, open: OpenRun, progress: Progress): void {
  const { phase } = open;
  // Told again, after the run has been resumed.
  if (phase.is === "running" && phase.resumedFrom === progress.resumeAt) return;
  draft.replaceOpen(open, { ...open, phase: { is: "deferred", progress } });
}

/** A result that nobody waits for any more, or that nobody knew would come. */
function recordStray(draft: Draft, record: RunRecord, open: OpenRun | undefined): void {
  const { job, runId, status } = record;
  const known = draft.findById(job, runId);
  if (known !== null && isSettledBy(known, record)) return;
  // It is being run again: that result will count.
  if (open !== undefined || status === "deferred") return;

  const owed = draft.findOwed(job, runId);
  if (owed !== undefined) {
    if (status !== "succeeded") return; // It is made up.
    draft.removeOwed(job, owed);
  }
  const events = owed?.events ?? (known === null ? [] : asBefore(known).events);
  const claimedAt = owed?.claimedAt ?? known?.claimedAt ?? record.startedAt;
  // At a start, an open run counts as ended when its own row is there. This row replaces another execution's, so the
  // list is written too.
  draft.writeOpen();
  finish(draft, rowOf(record, { claimedAt, events, attempts: [], by: known?.by ?? null }), record.tick);
}

/** Whether the history has this result, or that of another execution that did the work. What the ledger itself decided gives way. */
function isSettledBy(known: RunRow, { correlationId, status }: RunRecord): boolean {
  return known.status === "succeeded" || (known.correlationId === correlationId && known.status === status);
}

function rowOf(record: RunRecord, open: Pick<OpenRun, "claimedAt" | "events" | "attempts" | "by">): RunRow {
  const { job, runId, scheduledTime, trigger, status, correlationId, startedAt, endedAt, statusCode, error } =
    record;
  return {
    job,
    runId,
    at: historyTime({ scheduledTime, claimedAt: open.claimedAt }),
    scheduledTime,
    trigger,
    status,
    correlationId,
    by: open.by,
    claimedAt: open.claimedAt,
    startedAt: record.attempts.length > 0 ? startedAt : null,
    endedAt,
    statusCode,
    error,
    attempts: joinAttempts(open.attempts, record.attempts),
    events: open.events,
  };
}
