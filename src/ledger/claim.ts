import { formatDuration } from "../format-duration.ts";
import { isoTime } from "../iso-time.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import type { Draft } from "./draft.ts";
import { alertedRun, decidedRow, finish, noteForAlerts } from "./finish.ts";
import { shareLock } from "./lock.ts";
import { asBefore, NO_PAST } from "./past.ts";
import { livePausedBecause } from "./pause.ts";
import type { ClaimRequest, RunClaim, Verdict } from "./protocol.ts";
import type { OpenRun, RunRow } from "./state.ts";
import { isYoung } from "./watermark.ts";

/**
 * Gives a tick's due runs to it, or says why not. Runs of one tick never overlap each other: the tick itself runs those
 * that share a lock one after another.
 */
export function claimRuns(draft: Draft, { tick, runs }: ClaimRequest): Verdict[] {
  return runs.map((claim) => {
    const known = draft.find(claim.job, claim.scheduledTime, claim.runId);
    const verdict = decideClaim(draft, claim, known, tick);
    apply(draft, claim, known, tick, verdict);
    tellCron(draft, claim, tick, verdict);
    return verdict;
  });
}

function decideClaim(draft: Draft, claim: RunClaim, known: RunRow | null, tick: string): Verdict {
  const { job, runId, scheduledTime } = claim;
  const minute = scheduledTime / MINUTE_MS;
  const state = draft.job(job);
  if (draft.isOpen(runId)) return { verdict: "duplicate", why: "the run is under way" };
  if (state.owed.some((owed) => owed.minute === minute)) {
    return { verdict: "duplicate", why: "the run is put down to be made up" };
  }
  const latenessMs = draft.now - scheduledTime;
  // That no tick had come was the ledger's word: one that comes in time after all takes its place.
  const isStillInTime = known?.status === "missed" && latenessMs <= claim.lateAfterMs;
  if (known !== null && !isStillInTime) {
    return { verdict: "duplicate", why: `the run ${known.status} at ${isoTime(known.endedAt)}` };
  }

  const paused = claim.pausedBecause ?? livePausedBecause(state.pauses, minute, draft.now);
  if (paused !== null) return { verdict: "skipped", why: paused };
  if (latenessMs > claim.lateAfterMs) {
    return {
      verdict: "missed",
      why: `its tick came ${formatDuration(latenessMs)} late, and it may start ${formatDuration(claim.lateAfterMs)} late`,
    };
  }
  return decideOverlap(draft, claim, tick);
}

/** What the policy says to a run whose lock another tick may hold. */
export function decideOverlap(
  draft: Draft,
  claim: Pick<RunClaim, "job" | "lock" | "overlap" | "leaseMs">,
  tick: string,
): Verdict {
  const run: Verdict = { verdict: "run", leaseUntil: draft.now + claim.leaseMs };
  if (claim.overlap === "allow") return run;
  const holder = draft.openRuns.find((each) => shareLock(each, claim) && each.tick !== tick);
  if (holder === undefined) return run;
  const why = `its lock ${claim.lock} is held by ${holder.runId} since ${isoTime(holder.claimedAt)}`;
  if (claim.overlap === "skip") return { verdict: "skipped", why };
  const waiter = draft.openRuns.find((each) => shareLock(each, claim) && each.phase.is === "waiting");
  if (waiter === undefined) return { verdict: "waiting", why };
  return { verdict: "skipped", why: `${why}, and ${waiter.runId} waits for it already` };
}

function apply(draft: Draft, claim: RunClaim, known: RunRow | null, tick: string, verdict: Verdict): void {
  const { job, runId, scheduledTime, correlationId, lock, overlap } = claim;
  const run = {
    job,
    runId,
    scheduledTime,
    correlationId,
    trigger: "cron",
    by: null,
    claimedAt: draft.now,
    ...(known === null ? NO_PAST : asBefore(known)),
  } as const;
  const open = (phase: OpenRun["phase"]): void => draft.addOpen({ ...run, tick, lock, overlap, phase });
  switch (verdict.verdict) {
    case "run":
      return open({ is: "running", leaseUntil: verdict.leaseUntil });
    case "waiting":
      return open({ is: "waiting", until: scheduledTime + claim.lateAfterMs });
    case "skipped":
    case "missed":
      return finish(draft, decidedRow(draft, run, verdict.verdict, verdict.why), tick);
    case "duplicate":
      return;
  }
}

/** Whether the cron brought the minute in time, for the alerts. Nothing is written where nothing is amiss. */
function tellCron(draft: Draft, claim: RunClaim, tick: string, verdict: Verdict): void {
  if (verdict.verdict === "duplicate") return;
  const { job, runId, correlationId, scheduledTime } = claim;
  const state = draft.job(job);
  const { missing } = state.alerts;
  const isGood = verdict.verdict !== "missed";
  if (isGood && missing.count === 0 && missing.toldAt === null) return;
  if (!isGood && isYoung(state, scheduledTime / MINUTE_MS)) return;
  const run = {
    runId,
    correlationId,
    scheduledTime,
    attempts: [],
    statusCode: null,
    startedAt: null,
  } as const;
  const status = isGood ? "running" : "missed";
  const error = isGood ? null : verdict.why;
  const alerted = alertedRun({ ...run, status, error, endedAt: draft.now }, tick);
  noteForAlerts(draft, job, { condition: "missing", isGood, at: draft.now, run: alerted });
}
