import { formatDuration } from "../format-duration.ts";
import { isoTime } from "../iso-time.ts";
import type { Progress } from "../run.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { lateAfterMs } from "../late-after.ts";
import type { Draft } from "./draft.ts";
import { announce, countInTotals, decidedRow, finish, tellEnd } from "./finish.ts";
import { addEvent, attemptsOf } from "./past.ts";
import { pausedBecause } from "./pause.ts";
import { isWorthMakingUp, owe } from "./owed.ts";
import { isBeside } from "./start.ts";
import type { OpenRun } from "./state.ts";
import { MANUAL_WAIT_MS } from "./trigger.ts";
import type { Watch } from "./watched-jobs.ts";

/** How long a deferred run of a job that is not in the job map waits for the release that knows it. */
export const GIVE_UP_MS = 15 * MINUTE_MS;

/**
 * Ends the runs whose lease is over, those that wait in a pause or waited too long for their lock, and those whose job is
 * gone.
 */
export function expireRuns(draft: Draft): void {
  for (const run of draft.openRuns) {
    const { phase } = run;
    switch (phase.is) {
      case "running":
        if (phase.leaseUntil <= draft.now) lose(draft, run, whyLost(phase));
        break;
      case "waiting": {
        const why = whyNotToWait(draft, run, phase.until);
        if (why !== null) giveUp(draft, run, "skipped", why);
        break;
      }
      case "deferred":
        if (isGone(draft, run) && phase.progress.resumeAt + GIVE_UP_MS <= draft.now) {
          giveUp(draft, run, "dropped", "its job is no longer in schedules.yaml");
        } else if (isBeside(run, draft.openRuns)) {
          const until = waitsUntil(draft.watch, run);
          if (until <= draft.now) giveUpWaiting(draft, run, phase.progress, until);
        }
    }
  }
}

function whyNotToWait(draft: Draft, run: OpenRun, until: number): string | null {
  if (until <= draft.now) return lockNotFree(run, until);
  const definition = draft.watch.jobs.get(run.job)?.definition;
  if (run.trigger === "manual" || definition === undefined) return null;
  return pausedBecause(definition, draft.job(run.job).pauses, draft.minute);
}

/** One that has had attempts has failed; one that never began is skipped. */
function giveUpWaiting(draft: Draft, run: OpenRun, { startedAt, lastError }: Progress, until: number): void {
  if (startedAt === null) return giveUp(draft, run, "skipped", lockNotFree(run, until));
  const why = `its lock ${run.lock} was not free before the run's deadline`;
  return giveUp(draft, run, "failed", lastError === null ? why : `${lastError}; ${why}`);
}

/**
 * Until when a deferred run may wait for its lock, in epoch ms: one that has not begun as long as one of another tick, one
 * that has up to its deadline.
 */
export function waitsUntil(
  { jobs }: Watch,
  { job, trigger, scheduledTime, claimedAt, phase }: OpenRun,
): number {
  const definition = jobs.get(job)?.definition;
  if (phase.is !== "deferred" || definition === undefined) return Infinity;
  if (phase.progress.startedAt !== null) return phase.progress.startedAt + definition.deadlineMs;
  if (trigger === "manual" || scheduledTime === null) return claimedAt + MANUAL_WAIT_MS;
  return scheduledTime + lateAfterMs(definition);
}

function lockNotFree({ lock, claimedAt }: OpenRun, until: number): string {
  return `its lock ${lock} was not free within ${formatDuration(until - claimedAt)}`;
}

function whyLost({ leaseUntil, acceptedAt }: { leaseUntil: number; acceptedAt?: number }): string {
  return acceptedAt === undefined
    ? `no result came by ${isoTime(leaseUntil)}: whoever ran it was ended, or could not tell`
    : `the backend accepted it at ${isoTime(acceptedAt)}, and did not complete it by ${isoTime(leaseUntil)}`;
}

function lose(draft: Draft, run: OpenRun, why: string): void {
  draft.removeOpen(run, { isWritten: true });
  countInTotals(draft, run.job, "lost");
  const row = decidedRow(draft, run, "lost", why);
  announce(draft, "error", "was lost", row);
  const minute = draft.scheduledMinuteOf(run);
  if (minute === null || !isWorthMakingUp(draft, run.job, minute)) return finish(draft, row, run.tick);
  tellEnd(draft, row, run.tick);
  owe(draft, run.job, {
    minute,
    status: "lost",
    claimedAt: run.claimedAt,
    correlationId: run.correlationId,
    events: addEvent(run.events, { at: draft.now, status: "lost", why }),
    attempts: run.attempts,
  });
}

function giveUp(draft: Draft, run: OpenRun, status: "skipped" | "dropped" | "failed", why: string): void {
  draft.removeOpen(run, { isWritten: true });
  const row = decidedRow(draft, { ...run, attempts: attemptsOf(run) }, status, why);
  finish(draft, row, run.tick);
  if (status === "failed") announce(draft, "error", "failed", row);
  else announce(draft, "warn", `was ${status}`, row);
}

function isGone(draft: Draft, { job }: OpenRun): boolean {
  return !draft.watch.jobs.has(job);
}
