import { isoTime } from "../iso-time.ts";
import type { LogFields } from "../log.ts";
import type { RunStatus } from "../run.ts";
import { wasAccepted } from "./accept.ts";
import { jobOfRunId } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import { announce, decidedRow, finish } from "./finish.ts";
import { NO_TICK } from "./missed.ts";
import { owedRow } from "./owed.ts";
import { addEvent, asBefore, attemptsOf } from "./past.ts";
import type { RunEvent } from "./protocol.ts";
import type { CompleteAnswer, CompleteRequest } from "./protocol-completion.ts";
import type { OpenRun, RunRow } from "./state.ts";
import { viewOfRow, viewOfRun } from "./views.ts";

/**
 * Takes the backend's word on how a run ended. It may come before the answer 202 has been told, and after the run was
 * taken for lost: what really happened counts, unless the run has a result by then.
 */
export function completeRun(draft: Draft, request: CompleteRequest): CompleteAnswer {
  const open = draft.openRuns.find(({ runId }) => runId === request.runId);
  if (open !== undefined) return completeOpen(draft, request, open);
  const owing = completeOwed(draft, request);
  if (owing !== null) return owing;
  const known = draft.findById(jobOfRunId(request.runId), request.runId);
  return known === null ? { verdict: "unknown" } : completeKnown(draft, request, known);
}

function completeOpen(draft: Draft, request: CompleteRequest, open: OpenRun): CompleteAnswer {
  const why = isForBackendToEnd(draft, open) ? whyNotYet(open, request) : NOT_FOR_BACKEND;
  if (why !== null) return { verdict: "refused", run: viewOfRun(open, draft.now), why };
  draft.removeOpen(open, { isWritten: false });
  const run = {
    ...open,
    attempts: attemptsOf(open),
    events: eventsOf(draft, request, open),
  };
  return end(draft, decidedRow(draft, run, request.status, errorOf(request)), open.tick);
}

const NOT_FOR_BACKEND = "its job has no `completion`, so the answer to its request ends it";

/** Before its acceptance is told, a run is the backend's where its job has `completion`, or only another release knows it. */
function isForBackendToEnd(draft: Draft, run: Pick<RunRow, "job" | "events">): boolean {
  const job = draft.watch.jobs.get(run.job);
  return job === undefined || job.definition.completion !== undefined || wasAccepted(run.events);
}

/**
 * Why a run that waits for its first attempt can't have ended so; null where it can. One that is run again may have
 * succeeded before; that it failed before is why it is run again.
 */
function whyNotYet({ phase, attempts, events }: OpenRun, { status }: CompleteRequest): string | null {
  const isUnsent =
    phase.is === "waiting" || (phase.is === "deferred" && phase.progress.attempts.length === 0);
  if (!isUnsent) return null;
  if (!mayHaveBeenSent(attempts, events)) return "it has not been sent yet";
  return status === "failed" ? "it is to be sent again" : null;
}

/** Whether the backend can know a run. Where one was lost or missed, it may have been sent by who could not tell. */
function mayHaveBeenSent(
  attempts: RunRow["attempts"],
  past: ReadonlyArray<Pick<RunEvent, "status">>,
): boolean {
  const untold: readonly RunStatus[] = ["lost", "missed", "superseded"];
  return attempts.length > 0 || wasAccepted(past) || past.some(({ status }) => untold.includes(status));
}

/** A run that was missed or lost, and is to be made up; null where this one is not. */
function completeOwed(draft: Draft, request: CompleteRequest): CompleteAnswer | null {
  const job = jobOfRunId(request.runId);
  const owed = draft.findOwed(job, request.runId);
  if (owed === undefined) return null;
  const isForBackend = isForBackendToEnd(draft, { job, events: owed.events });
  if (!isForBackend || request.status === "failed") {
    const why = isForBackend ? `it was ${owed.status}, and is to be made up` : NOT_FOR_BACKEND;
    return {
      verdict: "refused",
      run: { ...viewOfRow(owedRow(draft, job, owed, owed.status, why)), endedAt: null },
      why,
    };
  }
  draft.removeOwed(job, owed);
  const run = { ...owed, events: eventsOf(draft, request, owed) };
  return end(draft, owedRow(draft, job, run, request.status, errorOf(request)), NO_TICK);
}

/** A run that has ended. What the ledger itself decided of one that may have been sent gives way. */
function completeKnown(draft: Draft, request: CompleteRequest, known: RunRow): CompleteAnswer {
  const { status } = request;
  if (known.status === status) return { verdict: "known", run: viewOfRow(known) };
  const why = whyItStays(draft, known);
  if (why !== null) return { verdict: "refused", run: viewOfRow(known), why };
  const events = eventsOf(draft, request, asBefore(known));
  return end(draft, { ...known, status, endedAt: draft.now, error: errorOf(request), events }, NO_TICK);
}

function whyItStays(draft: Draft, known: RunRow): string | null {
  const { status, attempts, events, endedAt } = known;
  if (status === "succeeded" || status === "failed")
    return `it has ${status} already, at ${isoTime(endedAt)}`;
  if (!isForBackendToEnd(draft, known)) return NOT_FOR_BACKEND;
  return mayHaveBeenSent(attempts, [...events, known]) ? null : `it was ${status}, and never sent`;
}

function end(draft: Draft, row: RunRow, tick: string): CompleteAnswer {
  finish(draft, row, tick);
  const { status, trigger, startedAt, endedAt, statusCode } = row;
  const attempt = row.attempts.at(-1)?.attempt;
  const fields: LogFields = {
    trigger,
    ...(attempt !== undefined && { attempt }),
    ...(startedAt !== null && { duration: endedAt - startedAt }),
    ...(statusCode !== null && { statusCode }),
  };
  if (status === "succeeded") announce(draft, "info", "completed successfully", row, fields);
  else announce(draft, "error", "failed", row, fields);
  return { verdict: "completed", run: viewOfRow(row) };
}

function eventsOf(
  draft: Draft,
  { status, message }: CompleteRequest,
  { events }: Pick<RunRow, "events">,
): readonly RunEvent[] {
  const said = message === null ? "" : `: ${message}`;
  return addEvent(events, { at: draft.now, status, why: `the backend completed it${said}` });
}

function errorOf({ status, message }: CompleteRequest): string | null {
  return status === "succeeded" ? null : (message ?? "the backend completed it as failed");
}
