import type { Job } from "../job-map.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import type { Draft } from "./draft.ts";
import { alertedRun, announce, countInTotals, noteForAlerts, putAway } from "./finish.ts";
import { isWorthMakingUp, owe, owedRow } from "./owed.ts";
import { pausedBecause } from "./pause.ts";
import type { JobState, OwedRun } from "./state.ts";
import type { WatchedJob } from "./watched-jobs.ts";
import { accountOf, isYoung } from "./watermark.ts";

/** What no tick brought belongs to none. */
export const NO_TICK = "none";

/**
 * Takes the due minutes of a job that no tick brought, oldest first: each is recorded, alerted, and put down to be made
 * up where `catchUp` allows; in a pause it is skipped.
 * @param from due minutes after this instant and up to `until` (epoch ms)
 * @param most so many at once
 * @returns how many it took
 */
export function takeMissed(
  draft: Draft,
  job: WatchedJob,
  { from = -Infinity, until }: { readonly from?: number; readonly until: number },
  most: number,
): number {
  const before = draft.job(job.key);
  const missed = missedMinutes(draft, before, until, most).filter((minute) => minute * MINUTE_MS > from);
  for (const minute of missed) takeOne(draft, job, before, minute);
  return missed.length;
}

function missedMinutes(draft: Draft, state: JobState, until: number, most: number): EpochMinute[] {
  const isAccounted = accountOf(draft, state);
  const missed: EpochMinute[] = [];
  let minute = draft.nextDue(state.job, state.watermark);
  while (minute !== null && minute * MINUTE_MS <= until && missed.length < most) {
    if (!isAccounted(minute)) missed.push(minute);
    minute = draft.nextDue(state.job, minute);
  }
  return missed;
}

function takeOne(draft: Draft, { key, definition }: WatchedJob, before: JobState, minute: EpochMinute): void {
  const owed: OwedRun = {
    minute,
    status: "missed",
    claimedAt: draft.now,
    correlationId: draft.uuid(),
    events: [],
    attempts: [],
  };
  const paused = pausedBecause(definition, before.pauses, minute);
  if (paused !== null) {
    const row = owedRow(draft, key, owed, "skipped", paused);
    putAway(draft, row);
    return announce(draft, "info", "was skipped", row);
  }
  countInTotals(draft, key, "missed");
  const isInTime = isWorthMakingUp(draft, key, minute);
  const why = "no tick reached the ledger within 2 min";
  const row = owedRow(draft, key, owed, "missed", `${why}; ${whatOfIt(definition, isInTime)}`);
  // While the triggers of the last deploy still arrive, what they did not bring alarms nobody.
  const isQuiet = isYoung(before, minute);
  announce(draft, isQuiet ? "warn" : "error", "was missed", row);
  if (!isQuiet) {
    noteForAlerts(draft, key, {
      condition: "missing",
      isGood: false,
      at: draft.now,
      run: alertedRun(row, NO_TICK),
    });
  }
  if (isInTime) {
    owe(draft, key, { ...owed, events: [{ at: draft.now, status: "missed", why }] });
  } else {
    putAway(draft, row);
  }
}

function whatOfIt({ catchUp }: Pick<Job, "catchUp">, isInTime: boolean): string {
  if (isInTime) return "it is to be made up";
  return catchUp === null ? "it is not made up, as catchUp is none" : "it is too late to make it up";
}
