import type { Alert } from "../notify/alert.ts";
import type { Draft } from "./draft.ts";
import type { PendingAlert } from "./alert-policy.ts";

/** An alert that nobody took within a day says nothing that is still true. */
const STALE_MS = 86_400_000;

/**
 * The alerts that can be sent now: one message names every job of a tick, so those of a tick that is not over wait, but
 * no longer than its leases.
 */
export function readyAlerts(draft: Draft): Alert[] {
  const alerting = draft.jobsAlerting();
  if (alerting.length === 0) return [];
  const running = new Set(
    draft.openRuns.filter(({ phase }) => phase.is === "running").map(({ tick }) => tick),
  );
  return alerting.flatMap(({ job, pending }) => {
    const watched = draft.watch.jobs.get(job);
    const slack = watched?.settings.notify?.slack;
    if (watched === undefined || slack === undefined) return [];
    return pending
      .filter(({ run }) => !running.has(run.tick))
      .map((alert) => ({ job, definition: watched.definition, slack, alert }));
  });
}

/** Takes what has been sent, what is stale, and what nobody wants to hear any more out of the jobs' states. */
export function clearAlerts(draft: Draft, sent: readonly Alert[]): void {
  const done = new Set(sent.map(({ alert }) => alertKey(alert)));
  for (const { job, pending } of draft.jobsAlerting()) {
    const isHeard = (draft.watch.jobs.get(job)?.settings.notify ?? null) !== null;
    const left = pending.filter(
      (alert) => isHeard && !done.has(alertKey(alert)) && alert.at > draft.now - STALE_MS,
    );
    if (left.length < pending.length) draft.change(job, { pending: left });
  }
}

function alertKey({ event, condition, at, run, isReminder }: PendingAlert): string {
  return [event, condition, at, run.runId, isReminder].join(" ");
}
