import { type AlertPolicy, decideReminders } from "./alert-policy.ts";
import type { Draft } from "./draft.ts";
import { pausedBecause } from "./pause.ts";
import type { WatchedJob } from "./watched-jobs.ts";

/** Tells again what lasts. */
export function remind(draft: Draft, job: WatchedJob): void {
  const state = draft.job(job.key);
  const { state: alerts, alerts: decided } = decideReminders(
    state.alerts,
    draft.now,
    reminderPolicy(draft, job),
  );
  if (decided.length > 0) draft.change(job.key, { alerts, pending: [...state.pending, ...decided] });
}

/** Who is reminded of a job; of one that is paused, nobody. */
export function reminderPolicy(
  draft: Draft,
  { key, definition, settings, rules }: WatchedJob,
): AlertPolicy | null {
  const isPaused = pausedBecause(definition, draft.job(key).pauses, draft.minute) !== null;
  return isPaused || rules.length === 0 ? null : (settings.notify?.slack ?? null);
}
