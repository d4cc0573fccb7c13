import { isoTime } from "../iso-time.ts";
import type { LogFields } from "../log.ts";
import { isAccepted } from "./accept.ts";
import { joinAttempts } from "./attempts.ts";
import { jobOfRunId } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import { announce, decidedRow, finish } from "./finish.ts";
import { NO_TICK } from "./missed.ts";
import { owedRow } from "./owed.ts";
import type { RunEvent } from "./protocol.ts";
import type { CompleteAnswer, CompleteRequest } from "./protocol-completion.ts";
import { asBefore } from "./record.ts";
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
  if (!isForBackendToEnd(draft, open)) {
    const why = "its job has no `completion`, so the answer to its request ends it";
    return { verdict: "refused", run: viewOfRun(open), why };
  }
  const { phase } = open;
  draft.setOpen(
    draft.openRuns.filter((run) => run !== open),
    { isWritten: false },
  );
  const before = phase.is === "deferred" ? phase.progress.attempts : [];
  const run = {
    ...open,
    attempts: joinAttempts(open.attempts, before),
    events: eventsOf(draft, request, open),
  };
  return end(draft, decidedRow(draft, run, request.status, errorOf(request)), open.tick);
}

/** Before its acceptance has been told, a run is one of a job that has `completion`, or of one that only another release knows. */
function isForBackendToEnd(draft: Draft, run: OpenRun): boolean {
  const job = draft.watch.jobs.get(run.job);
  return isAccepted(run) || job === undefined || job.definition.completion !== undefined;
}

/** A run that was missed or lost, and is to be made up; null where this one is not. */
function completeOwed(draft: Draft, request: CompleteRequest): CompleteAnswer | null {
  const job = jobOfRunId(request.runId);
  const owed = draft
    .jobsOwing()
    .find((state) => state.job === job)
    ?.owed.find(({ minute }) => draft.runIdAt(job, minute) === request.runId);
  if (owed === undefined) return null;
  if (request.status === "failed") {
    const why = `it was ${owed.status}, and is to be made up`;
    return {
      verdict: "refused",
      run: { ...viewOfRow(owedRow(draft, job, owed, owed.status, why)), endedAt: null },
      why,
    };
  }
  draft.change(job, { owed: draft.job(job).owed.filter((each) => each !== owed) });
  const run = { ...owed, events: eventsOf(draft, request, owed) };
  return end(draft, owedRow(draft, job, run, request.status, errorOf(request)), NO_TICK);
}

/** A run that has ended. What the ledger itself decided of it gives way. */
function completeKnown(draft: Draft, request: CompleteRequest, known: RunRow): CompleteAnswer {
  const { status } = request;
  if (known.status === status) return { verdict: "known", run: viewOfRow(known) };
  if (known.status === "succeeded" || known.status === "failed") {
    const why = `it has ${known.status} already, at ${isoTime(known.endedAt)}`;
    return { verdict: "refused", run: viewOfRow(known), why };
  }
  const events = eventsOf(draft, request, asBefore(known));
  return end(draft, { ...known, status, endedAt: draft.now, error: errorOf(request), events }, NO_TICK);
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
  return [...events, { at: draft.now, status, why: `the backend completed it${said}` }];
}

function errorOf({ status, message }: CompleteRequest): string | null {
  return status === "succeeded" ? null : (message ?? "the backend completed it as failed");
}
