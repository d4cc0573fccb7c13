import type { EpochMinute } from "../schedule/cron.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import type { Draft } from "./draft.ts";
import type { JobState } from "./state.ts";
import type { WatchedJob } from "./watched-jobs.ts";

/** How long after a due minute its tick may still come before it counts as missed. */
export const GRACE_MS = 2 * MINUTE_MS;

/** How long after a watermark began a missed minute alarms nobody: the triggers of the last deploy still arrive. */
export const YOUNG_MS = 30 * MINUTE_MS;

/** Whether a minute is one that alarms nobody if it is missed. */
export function isYoung({ watchedSince }: Pick<JobState, "watchedSince">, minute: EpochMinute): boolean {
  return minute * MINUTE_MS < watchedSince + YOUNG_MS;
}

/**
 * Begins to watch each job of the map that is new, or scheduled otherwise than before. One that is gone is forgotten as far
 * as its schedule goes: when it comes back, it begins anew.
 */
export function watchJobs(draft: Draft): void {
  for (const { job, schedule } of draft.jobsGone()) {
    if (schedule !== "") draft.change(job, { schedule: "", expected: null, ahead: [] });
  }
  for (const job of draft.watch.jobs.values()) watchJob(draft, job);
}

function watchJob(draft: Draft, job: WatchedJob): void {
  const { key, definition } = job;
  const before = draft.job(key);
  const schedule = scheduleText(draft, job);
  if (before.schedule === schedule) return;
  const underWay = minuteUnderWay(draft, before);
  const watermark = underWay === null ? draft.minute : underWay - 1;
  draft.change(key, {
    schedule,
    wasPaused: definition.pause !== undefined,
    watchedSince: draft.now,
    watermark,
    expected: draft.nextDue(key, watermark),
    // The minute after it may be one that the schedule before did not hold, or be settled already.
    ahead: underWay === null || underWay === draft.minute ? [] : [draft.minute],
  });
}

/** All that says when a job is due: its rules, the dates that they name, and the file's pause. */
function scheduleText({ watch }: Draft, { rules, definition }: WatchedJob): string {
  const sets = rules.flatMap(({ except = [], only = [] }) => [...except, ...only]);
  const dates = sets.map((name) => watch.almanac.dates[name]);
  return JSON.stringify({ rules, pause: definition.pause, ...(dates.length > 0 && { dates }) });
}

/**
 * The minute whose tick is still under way, and that the new schedule holds too: it stays watched. Else the watermark begins
 * now, so that nothing is made up that this schedule would have brought before it was there.
 */
function minuteUnderWay(draft: Draft, { job, expected, wasPaused }: JobState): EpochMinute | null {
  if (expected === null || wasPaused) return null;
  const isJustDue = expected <= draft.minute && draft.now < expected * MINUTE_MS + GRACE_MS;
  return isJustDue && draft.nextDue(job, expected - 1) === expected ? expected : null;
}

/** Settles a due minute, and moves the watermark past all that is settled. */
export function settle(draft: Draft, job: string, minute: EpochMinute): void {
  const state = draft.job(job);
  if (minute <= state.watermark) return;
  let { watermark } = state;
  const ahead = new Set([...state.ahead, minute]);
  let expected = draft.nextDue(job, watermark);
  while (expected !== null && ahead.has(expected)) {
    watermark = expected;
    expected = draft.nextDue(job, watermark);
  }
  draft.change(job, {
    watermark,
    expected,
    // A minute that the schedule does not hold is never waited for.
    ahead: [...ahead].filter((each) => expected !== null && each > expected).toSorted((a, b) => a - b),
  });
}

/** Tells of a job's due minutes which have been claimed, settled, or put down to be made up. */
export function accountOf(
  draft: Draft,
  { job, watermark, ahead, owed }: JobState,
): (minute: EpochMinute) => boolean {
  const known = new Set([...ahead, ...owed.map(({ minute }) => minute)]);
  return (minute) => minute <= watermark || known.has(minute) || draft.isOpen(draft.runIdAt(job, minute));
}

/** The first due minute that nobody has claimed; null where there is none. */
export function firstUnclaimed(draft: Draft, state: JobState): EpochMinute | null {
  const isAccounted = accountOf(draft, state);
  let minute = draft.nextDue(state.job, state.watermark);
  while (minute !== null && isAccounted(minute)) minute = draft.nextDue(state.job, minute);
  return minute;
}
