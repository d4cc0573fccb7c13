import { isoTime } from "../iso-time.ts";
import type { RunStatus } from "../run.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import type { Draft } from "./draft.ts";
import { announce, decidedRow, putAway } from "./finish.ts";
import type { OwedRun, RunRow } from "./state.ts";

/** Whether the run of a minute, if it began now, would still be in time. */
export function isWorthMakingUp(draft: Draft, job: string, minute: EpochMinute): boolean {
  const watched = draft.watch.jobs.get(job);
  if (watched === undefined || watched.rules.length === 0) return false;
  const { catchUp } = watched.definition;
  return catchUp !== null && draft.now <= minute * MINUTE_MS + catchUp.withinMs;
}

/** So many runs of a job are made up at most, with `runs: all`. */
const MOST_OWED = 1_000;

/** Puts a run down to be made up. With `latest`, those of its job that have not begun give way to the last of them. */
export function owe(draft: Draft, job: string, owed: OwedRun): void {
  const all = [...draft.job(job).owed, owed].toSorted((a, b) => a.minute - b.minute);
  const most = draft.watch.jobs.get(job)?.definition.catchUp?.runs === "all" ? MOST_OWED : 1;
  draft.change(job, { owed: all.slice(-most) });
  const latest = isoTime((all.at(-1)?.minute ?? 0) * MINUTE_MS);
  for (const each of all.slice(0, -most)) {
    const row = owedRow(draft, job, each, "superseded", `the run of ${latest} is made up in its place`);
    putAway(draft, row);
    announce(draft, "info", "was superseded", row);
  }
}

/** Ends what can no longer be made up: its time is over, or the job is no longer scheduled. */
export function dropStale(draft: Draft, key: string): void {
  const { owed } = draft.job(key);
  const stale = owed.filter(({ minute }) => !isWorthMakingUp(draft, key, minute));
  if (stale.length === 0) return;
  draft.change(key, { owed: owed.filter((each) => !stale.includes(each)) });
  for (const each of stale) {
    const why = `${each.events.at(-1)?.why ?? ""}; there was no time left to make it up`;
    const row = owedRow(draft, key, each, each.status, why);
    // The alerts heard of it when it was missed or lost.
    putAway(draft, row);
    announce(draft, "warn", "was not made up", row);
  }
}

/** The row of a run that is not executed (any more). */
export function owedRow(
  draft: Draft,
  job: string,
  owed: OwedRun,
  status: RunStatus,
  why: string | null,
): RunRow {
  const { minute, claimedAt, correlationId, events, attempts } = owed;
  const runId = draft.runIdAt(job, minute);
  const scheduledTime = minute * MINUTE_MS;
  const run = { job, runId, scheduledTime, trigger: "cron", correlationId, by: null } as const;
  return decidedRow(draft, { ...run, claimedAt, events, attempts }, status, why);
}
