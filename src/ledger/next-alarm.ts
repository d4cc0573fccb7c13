import { MINUTE_MS } from "../scheduled-minute.ts";
import { nextReminderAt } from "./alert-policy.ts";
import type { Draft } from "./draft.ts";
import { waitsUntil, GIVE_UP_MS } from "./expire.ts";
import { isWorthMakingUp } from "./owed.ts";
import { pauseEnd } from "./pause.ts";
import { reminderPolicy } from "./remind.ts";
import { isBeside } from "./start.ts";
import type { JobState, OpenRun } from "./state.ts";
import type { WatchedJob } from "./watched-jobs.ts";
import { firstUnclaimed, GRACE_MS } from "./watermark.ts";

/** The second clock never sleeps longer. */
export const LONGEST_SLEEP_MS = 15 * MINUTE_MS;

/**
 * When the second clock looks next: the earliest of what is due and unclaimed with its grace, the end of a lease, a
 * wait or a pause, a deferred attempt, a reminder, an alert to send, and 15 minutes from now.
 */
export class AlarmTimes {
  /** By job, in epoch ms: computed again only for jobs that a call has changed. */
  readonly #byJob = new Map<string, number>();

  /**
   * @param alertsAt when alerts are to be sent, in epoch ms; null where there are none
   * @returns epoch ms, not before now
   */
  next(draft: Draft, alertsAt: number | null): number {
    const { jobs } = draft.watch;
    const isFirst = this.#byJob.size === 0;
    for (const key of isFirst ? jobs.keys() : draft.changedJobs()) {
      const job = jobs.get(key);
      if (job !== undefined) this.#byJob.set(key, looksAtJob(draft, job));
    }
    let earliest = Math.min(draft.now + LONGEST_SLEEP_MS, alertsAt ?? Infinity);
    for (const at of this.#byJob.values()) earliest = Math.min(earliest, at);
    for (const state of draft.jobsOwing()) earliest = Math.min(earliest, looksAtOwed(draft, state));
    for (const run of draft.openRuns) earliest = Math.min(earliest, looksAtRun(run, draft));
    return Math.max(earliest, draft.now);
  }
}

function looksAtJob(draft: Draft, job: WatchedJob): number {
  const state = draft.job(job.key);
  const unclaimed = firstUnclaimed(draft, state);
  const dueAt = unclaimed === null ? Infinity : unclaimed * MINUTE_MS + GRACE_MS;
  return Math.min(dueAt, nextReminderAt(state.alerts, reminderPolicy(draft, job)) ?? Infinity);
}

/** What a job owes waits for the end of its pause, or until there is no time left to make it up. */
function looksAtOwed(draft: Draft, { job, pauses, owed }: JobState): number {
  const definition = draft.watch.jobs.get(job)?.definition;
  const first = owed.find(({ minute }) => isWorthMakingUp(draft, job, minute));
  if (definition === undefined || first === undefined) return draft.now;
  const staleAt = first.minute * MINUTE_MS + (definition.catchUp?.withinMs ?? 0) + 1;
  return Math.min(staleAt, pauseEnd(definition, pauses, draft.now) ?? Infinity);
}

function looksAtRun(run: OpenRun, { watch, now, openRuns }: Draft): number {
  const { phase } = run;
  switch (phase.is) {
    case "running":
      return phase.leaseUntil;
    case "waiting":
      return phase.until;
    case "deferred":
      if (!watch.jobs.has(run.job)) return phase.progress.resumeAt + GIVE_UP_MS;
      if (phase.progress.resumeAt > now) return phase.progress.resumeAt;
      // Its time has come. Whoever is in its place wakes it, and whoever holds its lock, if it is not too late by then.
      return isBeside(run, openRuns) ? waitsUntil(watch, run) : Infinity;
  }
}
