import { isoTime } from "../iso-time.ts";
import { repeatedRunId } from "../run-id.ts";
import { isDue } from "../schedule/due.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { decideOverlap } from "./claim.ts";
import type { Draft } from "./draft.ts";
import { decidedRow, finish } from "./finish.ts";
import { asBefore } from "./record.ts";
import type { ManualRequest, ManualRun, ManualVerdict } from "./protocol-trigger.ts";
import { lease, type StartedRun } from "./start.ts";
import type { OpenRun, OwedRun } from "./state.ts";

/** How long a run by hand waits for its lock, where its job says `overlap: wait`. */
export const MANUAL_WAIT_MS = 3_600_000;

/** What becomes of runs by hand, and those that the object is to execute. */
export function triggerRuns(
  draft: Draft,
  { tick, by, runs }: ManualRequest,
): { readonly verdicts: ManualVerdict[]; readonly started: StartedRun[] } {
  const opened: OpenRun[] = [];
  const verdicts = runs.map((run) => {
    const { verdict, open } = triggerOne(draft, run, tick, by);
    if (open !== null) opened.push(open);
    return verdict;
  });
  return { verdicts, started: lease(draft, opened) };
}

interface Triggered {
  readonly verdict: ManualVerdict;
  /** Claimed, and to be executed now. */
  readonly open: OpenRun | null;
}

function triggerOne(draft: Draft, run: ManualRun, tick: string, by: string): Triggered {
  const job = draft.watch.jobs.get(run.job);
  if (job === undefined)
    return refuse(run.runId, "the ledger's release does not know this job yet: try again in a minute");
  if (draft.isOpen(run.runId)) return { verdict: { verdict: "known", runId: run.runId }, open: null };

  const before = run.isBackfill === true ? backfillOf(draft, run) : repeatOf(draft, run);
  if ("verdict" in before) return { verdict: before, open: null };
  const { runId, owed, known } = before;
  const { lock, settings } = job;
  const { job: key, scheduledTime, correlationId } = run;
  const claim = { job: run.job, lock, overlap: settings.overlap, leaseMs: 0 };
  const decided = decideOverlap(draft, claim, tick);
  const facts = {
    job: key,
    runId,
    scheduledTime,
    correlationId,
    trigger: "manual",
    by,
    claimedAt: draft.now,
  } as const;
  if (decided.verdict !== "run" && decided.verdict !== "waiting") {
    // A run of a past minute keeps what is known of it.
    if (run.isBackfill !== true) finish(draft, decidedRow(draft, facts, "skipped", decided.why), tick);
    return { verdict: { verdict: "skipped", runId, why: decided.why }, open: null };
  }
  if (owed !== null) {
    draft.change(key, { owed: draft.job(key).owed.filter((each) => each !== owed) });
  }
  const phase: OpenRun["phase"] =
    decided.verdict === "run"
      ? { is: "running", leaseUntil: decided.leaseUntil }
      : { is: "waiting", until: draft.now + MANUAL_WAIT_MS };
  const open: OpenRun = {
    ...facts,
    tick,
    lock,
    overlap: settings.overlap,
    phase,
    events: known.events,
    attempts: known.attempts,
  };
  draft.addOpen(open);
  return { verdict: { verdict: decided.verdict, runId }, open: decided.verdict === "run" ? open : null };
}

/** A run that the caller asks for under the same key again is told as it ended. */
function repeatOf(draft: Draft, { job, runId, scheduledTime }: ManualRun): ManualVerdict | Accepted {
  const row = scheduledTime === null ? draft.findById(job, runId) : null;
  return row === null ? { runId, owed: null, known: NOTHING } : { verdict: "known", runId };
}

interface Accepted {
  readonly runId: string;
  readonly owed: OwedRun | null;
  /** What became of it before. */
  readonly known: Pick<OpenRun, "events" | "attempts">;
}

const NOTHING: Accepted["known"] = { events: [], attempts: [] };

/** A past minute: refused where the schedule never held it, or where it has been done and nobody insists. */
function backfillOf(
  draft: Draft,
  { job, runId, scheduledTime, isForced }: ManualRun,
): ManualVerdict | Accepted {
  const at = scheduledTime ?? 0;
  const minute = at / MINUTE_MS;
  const owed = draft.job(job).owed.find((each) => each.minute === minute) ?? null;
  const row = draft.find(job, at, runId);
  const rules = draft.watch.jobs.get(job)?.definition.schedule ?? [];
  if (row === null && owed === null && !isDue(rules, minute, draft.watch.almanac)) {
    return refused(runId, `${isoTime(at)} is no time of its schedule`);
  }
  if (row?.status !== "succeeded") return { runId, owed, known: owed ?? (row && asBefore(row)) ?? NOTHING };
  if (isForced !== true) {
    return refused(runId, `it has succeeded, at ${isoTime(row.endedAt)}: "force": true runs it again`);
  }
  const ids = [...draft.idsAt(job, at), ...draft.openRuns.map((run) => run.runId)];
  let number = 2;
  while (ids.includes(repeatedRunId(runId, number))) number += 1;
  return { runId: repeatedRunId(runId, number), owed: null, known: NOTHING };
}

function refused(runId: string, why: string): ManualVerdict {
  return { verdict: "refused", runId, why };
}

function refuse(runId: string, why: string): Triggered {
  return { verdict: refused(runId, why), open: null };
}
