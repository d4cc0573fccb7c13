import { isoTime } from "../iso-time.ts";
import { repeatedRunId } from "../run-id.ts";
import { isDue } from "../schedule/due.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { decideOverlap } from "./claim.ts";
import type { Draft } from "./draft.ts";
import { decidedRow, finish } from "./finish.ts";
import { asBefore, NO_PAST, type Past } from "./past.ts";
import type { ManualRequest, ManualRun, ManualVerdict } from "./protocol-trigger.ts";
import { startOpen } from "./start.ts";
import type { OpenRun, OwedRun } from "./state.ts";

/** How long a run by hand waits for its lock, where its job says `overlap: wait`. */
export const MANUAL_WAIT_MS = 3_600_000;

/** Says what becomes of runs by hand, and starts those that are to run. */
export function triggerRuns(draft: Draft, { tick, by, runs }: ManualRequest): ManualVerdict[] {
  const opened: OpenRun[] = [];
  const verdicts = runs.map((run) => {
    const { verdict, open } = triggerOne(draft, run, tick, by);
    if (open !== null) opened.push(open);
    return verdict;
  });
  startOpen(draft, opened);
  return verdicts;
}

interface Triggered {
  readonly verdict: ManualVerdict;
  /** Claimed, and to be executed now. */
  readonly open: OpenRun | null;
}

function triggerOne(draft: Draft, run: ManualRun, tick: string, by: string): Triggered {
  const job = draft.watch.jobs.get(run.job);
  if (job === undefined) {
    const why = "the ledger's release does not know this job yet: try again in a minute";
    return notRun(refused(run.runId, why));
  }
  if (draft.isOpen(run.runId)) return notRun({ verdict: "known", runId: run.runId });

  const admitted = run.isBackfill === true ? backfillOf(draft, run) : repeatOf(draft, run);
  if ("verdict" in admitted) return notRun(admitted);
  const { runId, owed, past } = admitted;
  const { lock } = job;
  const { overlap } = job.settings;
  const { job: key, scheduledTime, correlationId } = run;
  const decided = decideOverlap(draft, { job: key, lock, overlap, leaseMs: 0 }, tick);
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
    return notRun({ verdict: "skipped", runId, why: decided.why });
  }
  if (owed !== null) draft.removeOwed(key, owed);
  const phase: OpenRun["phase"] =
    decided.verdict === "run"
      ? { is: "running", leaseUntil: decided.leaseUntil }
      : { is: "waiting", until: draft.now + MANUAL_WAIT_MS };
  const open: OpenRun = {
    ...facts,
    tick,
    lock,
    overlap,
    phase,
    events: past.events,
    attempts: past.attempts,
  };
  draft.addOpen(open);
  return { verdict: { verdict: decided.verdict, runId }, open: decided.verdict === "run" ? open : null };
}

/** A run that the caller asks for under the same key again is told as it ended. */
function repeatOf(draft: Draft, { job, runId, scheduledTime }: ManualRun): ManualVerdict | Admitted {
  const row = scheduledTime === null ? draft.findById(job, runId) : null;
  return row === null ? { runId, owed: null, past: NO_PAST } : { verdict: "known", runId };
}

/** A run that may be claimed, as far as its own past goes. */
interface Admitted {
  readonly runId: string;
  readonly owed: OwedRun | null;
  readonly past: Past;
}

/** A past minute: refused where the schedule never held it, or where it has been done and nobody insists. */
function backfillOf(
  draft: Draft,
  { job, runId, scheduledTime, isForced }: ManualRun,
): ManualVerdict | Admitted {
  const at = scheduledTime ?? 0;
  const minute = at / MINUTE_MS;
  const owed = draft.job(job).owed.find((each) => each.minute === minute) ?? null;
  const row = draft.find(job, at, runId);
  const rules = draft.watch.jobs.get(job)?.definition.schedule ?? [];
  if (row === null && owed === null && !isDue(rules, minute, draft.watch.almanac)) {
    return refused(runId, `${isoTime(at)} is no time of its schedule`);
  }
  if (row?.status !== "succeeded") return { runId, owed, past: owed ?? (row && asBefore(row)) ?? NO_PAST };
  if (isForced !== true) {
    return refused(runId, `it has succeeded, at ${isoTime(row.endedAt)}: "force": true runs it again`);
  }
  const ids = [...draft.idsAt(job, at), ...draft.openRuns.map((run) => run.runId)];
  let number = 2;
  while (ids.includes(repeatedRunId(runId, number))) number += 1;
  return { runId: repeatedRunId(runId, number), owed: null, past: NO_PAST };
}

function refused(runId: string, why: string): ManualVerdict {
  return { verdict: "refused", runId, why };
}

function notRun(verdict: ManualVerdict): Triggered {
  return { verdict, open: null };
}
