import type { PlannedRun } from "../execute-run.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { isExecuted } from "./accept.ts";
import type { Draft } from "./draft.ts";
import { MOST_REQUESTS } from "./executor.ts";
import { leasesMs, MAX_LEASE_MS } from "./lease.ts";
import { shareLock } from "./lock.ts";
import { isWorthMakingUp } from "./owed.ts";
import { attemptsOf } from "./past.ts";
import { pausedBecause } from "./pause.ts";
import type { JobState, OpenRun, OwedRun } from "./state.ts";
import { runOf } from "./watched-jobs.ts";

/**
 * Starts what the object itself is to execute now: deferred runs whose time has come, those whose lock has become free,
 * and catch-ups, oldest first, `concurrency` at once over all jobs. They are claimed with this.
 */
export function startRuns(draft: Draft): void {
  const { openRuns, watch } = draft;
  let places = watch.concurrency - openRuns.filter(isCatchingUp).length;
  const resumed: OpenRun[] = [];
  for (const run of openRuns) {
    if (!isToBeResumed(draft, run)) continue;
    if (run.trigger === "catch-up") {
      if (places <= 0) continue;
      places -= 1;
    }
    resumed.push(run);
  }
  const freed = openRuns.filter((run) => run.phase.is === "waiting" && isAloneWithItsLock(run, openRuns));
  startOpen(draft, [...resumed, ...freed, ...claimOwed(draft, places)]);
}

/** Whether a catch-up is being executed. */
function isCatchingUp(run: OpenRun): boolean {
  return run.trigger === "catch-up" && isExecuted(run);
}

function isToBeResumed({ watch, now, openRuns }: Draft, run: OpenRun): boolean {
  if (run.phase.is !== "deferred" || run.phase.progress.resumeAt > now) return false;
  return watch.jobs.has(run.job) && !isBeside(run, openRuns);
}

/**
 * Starts open runs, to be executed one after another in `concurrency` lanes, each with its lease. One of a job that only
 * another release knows is left to that.
 */
export function startOpen(draft: Draft, runs: readonly OpenRun[]): void {
  const known = runs.flatMap((open) => {
    const job = draft.watch.jobs.get(open.job);
    return job === undefined ? [] : [{ open, run: runOf(job, open) }];
  });
  if (known.length === 0) return;
  const leases = leasesMs(
    known.map(({ open, run }) => ({ ...run, lock: open.lock })),
    draft.watch.concurrency,
  );
  const underWay = draft.openRuns.filter(isExecuted).length;
  // With more than the object sends at once, each may have to wait for any other.
  const isCrowded = underWay + known.length > MOST_REQUESTS;
  const leased = new Map<OpenRun, OpenRun>();
  const planned: PlannedRun[] = [];
  for (const [index, { open, run }] of known.entries()) {
    const leaseUntil = draft.now + (isCrowded ? MAX_LEASE_MS : (leases[index] ?? 0));
    leased.set(open, { ...open, phase: runningPhase(open, leaseUntil), attempts: attemptsOf(open) });
    const progress = open.phase.is === "deferred" ? open.phase.progress : null;
    planned.push({ run, lock: open.lock, leaseUntil, progress });
  }
  draft.mapOpen((run) => leased.get(run) ?? (isCrowded ? leasedLonger(run, draft.now) : run));
  draft.started.push(planned);
}

/** One that is executed already may have its next attempt behind those that begin now. */
function leasedLonger(run: OpenRun, now: number): OpenRun {
  if (run.phase.is !== "running" || !isExecuted(run)) return run;
  return { ...run, phase: { ...run.phase, leaseUntil: Math.max(run.phase.leaseUntil, now + MAX_LEASE_MS) } };
}

/** Keeps `resumeAt`, so that the same deferral told twice is recognised. */
function runningPhase({ phase }: OpenRun, leaseUntil: number): OpenRun["phase"] {
  if (phase.is !== "deferred") return { is: "running", leaseUntil };
  return { is: "running", leaseUntil, resumedFrom: phase.progress.resumeAt };
}

/** Whether a run that holds the same lock is being executed, here or by the backend. */
export function isBeside(run: OpenRun, all: readonly OpenRun[]): boolean {
  if (run.overlap === "allow") return false;
  return all.some((each) => each !== run && shareLock(each, run) && each.phase.is === "running");
}

function isAloneWithItsLock(run: OpenRun, all: readonly OpenRun[]): boolean {
  return !all.some((each) => each !== run && shareLock(each, run));
}

/** Claims catch-ups, as many as there are places for. */
function claimOwed(draft: Draft, places: number): OpenRun[] {
  const claimed: OpenRun[] = [];
  for (const { state, owed } of owedRuns(draft)) {
    if (claimed.length >= places) break;
    const run = claimOne(draft, state, owed);
    if (run !== null) claimed.push(run);
  }
  return claimed;
}

/** Of each job the oldest that it owes and that is still in time, oldest first. */
function owedRuns(draft: Draft): Array<{ readonly state: JobState; readonly owed: OwedRun }> {
  return draft
    .jobsOwing()
    .flatMap((state) => firstOf(draft, state))
    .toSorted((a, b) => a.owed.minute - b.owed.minute);
}

function firstOf(draft: Draft, state: JobState): Array<{ readonly state: JobState; readonly owed: OwedRun }> {
  const owed = state.owed.find(({ minute }) => isWorthMakingUp(draft, state.job, minute));
  return owed === undefined ? [] : [{ state, owed }];
}

/** Claims a catch-up; null while its lock is held or the job is paused. */
function claimOne(draft: Draft, { job, pauses }: JobState, owed: OwedRun): OpenRun | null {
  const watched = draft.watch.jobs.get(job);
  if (watched === undefined) return null;
  if (pausedBecause(watched.definition, pauses, draft.minute) !== null) return null;
  if (draft.openRuns.some((run) => shareLock(run, { job, lock: watched.lock }))) return null;
  const run: OpenRun = {
    job,
    runId: draft.runIdAt(job, owed.minute),
    scheduledTime: owed.minute * MINUTE_MS,
    trigger: "catch-up",
    correlationId: draft.uuid(),
    tick: draft.uuid(),
    by: null,
    lock: watched.lock,
    overlap: watched.settings.overlap,
    claimedAt: owed.claimedAt,
    phase: { is: "running", leaseUntil: draft.now },
    events: owed.events,
    attempts: owed.attempts,
  };
  draft.removeOwed(job, owed);
  draft.addOpen(run);
  return run;
}
