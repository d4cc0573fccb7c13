import type { AttemptRecord } from "../run.ts";
import type { Draft } from "./draft.ts";
import { addTimes } from "./finish.ts";
import { addEvent, asBefore, joinAttempts } from "./past.ts";
import type { RenewRequest, RunEvent } from "./protocol.ts";
import type { Acceptance } from "./protocol-completion.ts";
import type { OpenRun, RunRow } from "./state.ts";

/** Whether the backend works on a run: nobody executes it here, and its lock is held. */
export function isAccepted({ phase }: Pick<OpenRun, "phase">): boolean {
  return phase.is === "running" && phase.acceptedAt !== undefined;
}

/** Whether a tick or the object executes a run. */
export function isExecuted(run: Pick<OpenRun, "phase">): boolean {
  return run.phase.is === "running" && !isAccepted(run);
}

/**
 * The backend has taken a run over. It goes on until it is completed, or is lost when its lease is over. One that was
 * completed before this was told has ended; one that the ledger did not claim, or took for lost, goes on all the same.
 * @returns whether it goes on
 */
export function acceptRun(draft: Draft, request: RenewRequest, accepted: Acceptance): boolean {
  const open = draft.openRuns.find(({ runId }) => runId === request.runId);
  if (open === undefined) return acceptStray(draft, request, accepted);
  // It is being run again: what becomes of that counts.
  if (open.correlationId !== request.correlationId) return false;
  if (isAccepted(open)) return true;
  draft.replaceOpen(open, takenOver(open, request, accepted));
  return true;
}

function takenOver(run: Omit<OpenRun, "phase">, { leaseUntil }: RenewRequest, accepted: Acceptance): OpenRun {
  const { acceptedAt, attempts } = accepted;
  return {
    ...run,
    phase: { is: "running", leaseUntil, acceptedAt },
    events: addEvent(run.events, acceptedEvent(acceptedAt)),
    attempts: joinAttempts(run.attempts, attempts),
  };
}

function acceptedEvent(at: number): RunEvent {
  return { at, status: "running", why: "the backend accepted it" };
}

/** Whether the backend has accepted a run before: no other event leaves it `running`. */
export function wasAccepted(events: ReadonlyArray<Pick<RunEvent, "status">>): boolean {
  return events.some(({ status }) => status === "running");
}

/** Of a run that is not under way, as far as the ledger knows. */
function acceptStray(draft: Draft, request: RenewRequest, accepted: Acceptance): boolean {
  const { runId, correlationId, leaseUntil } = request;
  const { job, tick, trigger, scheduledTime, attempts, acceptedAt } = accepted;
  const known = draft.findById(job, runId);
  if (known !== null && hasEnded(known, correlationId, attempts.at(-1))) {
    if (known.correlationId === correlationId) fillIn(draft, known, accepted);
    return false;
  }
  if (leaseUntil <= draft.now) return false;

  const owed = draft.findOwed(job, runId);
  if (owed !== undefined) draft.removeOwed(job, owed);
  if (known !== null) {
    // By its row a run that is open would count as ended.
    draft.prune(known);
    draft.change(job, { kept: draft.job(job).kept - 1 });
  }
  const { lock = job, settings } = draft.watch.jobs.get(job) ?? {};
  const before = owed ?? (known && { ...asBefore(known), claimedAt: known.claimedAt });
  const run = {
    job,
    runId,
    scheduledTime,
    trigger,
    correlationId,
    tick,
    by: known?.by ?? null,
    lock,
    overlap: settings?.overlap ?? "skip",
    claimedAt: before?.claimedAt ?? attempts[0]?.startedAt ?? acceptedAt,
    events: before?.events ?? [],
    attempts: before?.attempts ?? [],
  } as const;
  draft.addOpen(takenOver(run, request, accepted));
  return true;
}

/**
 * Whether a run's row says how it ended. What the ledger itself decided gives way, and so does the failure of another
 * execution, or one that the backend told before it got the request that it has accepted.
 */
function hasEnded(
  { status, correlationId, endedAt }: RunRow,
  by: string,
  accepted: AttemptRecord | undefined,
): boolean {
  if (status === "succeeded") return true;
  const isSentSince = accepted !== undefined && accepted.startedAt >= endedAt;
  return status === "failed" && correlationId === by && !isSentSince;
}

/** A run that was completed before its acceptance was told lacks what only that tells: its attempts, and since when it ran. */
function fillIn(draft: Draft, row: RunRow, { attempts }: Acceptance): void {
  const [first] = attempts;
  if (row.startedAt !== null || first === undefined) return;
  const filled = {
    ...row,
    startedAt: first.startedAt,
    statusCode: attempts.at(-1)?.statusCode ?? null,
    attempts,
  };
  draft.addRow(filled);
  draft.change(row.job, { totals: addTimes(draft.job(row.job).totals, filled, row) });
}
