import type { Alert } from "../notify/alert.ts";
import { isAccepted } from "./accept.ts";
import type { PendingAlert } from "./alert-policy.ts";
import type { Draft } from "./draft.ts";

/** How long after an alert was not taken it is sent again; each time twice as long. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** A sink answers within 5 s or not at all: who dies meanwhile is woken again soon. */
const SENDING_MS = 10_000;

/** An alert that nobody took within a day says nothing that is still true. */
const STALE_MS = 86_400_000;

interface Rest {
  readonly until: number;
  readonly nextWaitMs: number;
}

/** Sends the alerts that are pending in the jobs' states, and remembers who did not take theirs. */
export class Outbox {
  /** Webhooks that are left alone for a while. */
  readonly #resting = new Map<string, Rest>();
  /** What has been sent, though the storage may not have taken that it was. */
  readonly #sent = new Set<string>();
  #isSending = false;

  /**
   * When there is something to send, in epoch ms; null where there is nothing. One message names every job of a tick, so
   * the alerts of a tick that is not over wait, but no longer than its leases, and not for what the backend works on.
   */
  nextAt(draft: Draft): number | null {
    if (this.#isSending) return draft.now + SENDING_MS;
    const times = this.#ready(draft).map(({ slack }) => this.#resting.get(slack.webhook)?.until ?? draft.now);
    return times.length > 0 ? Math.max(draft.now, Math.min(...times)) : null;
  }

  /**
   * Sends what can be sent now. At least once: who dies before it has been written down sends it again.
   * @param send resolves with those that were taken
   * @param write takes what was sent out of the jobs' states
   */
  async flush(
    draft: Draft,
    send: (alerts: readonly Alert[]) => Promise<readonly Alert[]>,
    write: (sent: readonly Alert[]) => void,
  ): Promise<void> {
    const isDue = ({ slack }: Alert): boolean => (this.#resting.get(slack.webhook)?.until ?? 0) <= draft.now;
    const alerts = this.#ready(draft).filter(isDue);
    if (this.#isSending || alerts.length === 0) return;
    this.#isSending = true;
    try {
      const taken = await send(alerts);
      for (const alert of alerts) this.#note(alert, taken.includes(alert), draft.now);
      write(taken);
      for (const alert of taken) this.#sent.delete(keyOf(alert));
    } finally {
      this.#isSending = false;
    }
  }

  #note(alert: Alert, isTaken: boolean, now: number): void {
    const { webhook } = alert.slack;
    if (isTaken) {
      this.#sent.add(keyOf(alert));
      this.#resting.delete(webhook);
      return;
    }
    const rest = this.#resting.get(webhook);
    if (rest !== undefined && rest.until > now) return; // Another alert of the same message.
    const waitMs = rest?.nextWaitMs ?? FIRST_WAIT_MS;
    this.#resting.set(webhook, { until: now + waitMs, nextWaitMs: Math.min(2 * waitMs, LONGEST_WAIT_MS) });
  }

  #ready(draft: Draft): Alert[] {
    const alerting = draft.jobsAlerting();
    if (alerting.length === 0) return [];
    const running = new Set(
      draft.openRuns.filter((run) => run.phase.is === "running" && !isAccepted(run)).map(({ tick }) => tick),
    );
    return alerting.flatMap(({ job, pending }) => {
      const watched = draft.watch.jobs.get(job);
      const slack = watched?.settings.notify?.slack;
      if (watched === undefined || slack === undefined) return [];
      const held = pending.findIndex(({ run }) => running.has(run.tick));
      return pending
        .slice(0, held === -1 ? pending.length : held)
        .map((alert) => ({ job, definition: watched.definition, slack, alert }))
        .filter((alert) => !this.#sent.has(keyOf(alert)));
    });
  }
}

/** Takes what has been sent, what is stale, and what nobody wants to hear any more out of the jobs' states. */
export function clearAlerts(draft: Draft, sent: readonly Alert[]): void {
  const done = new Set(sent.map(keyOf));
  for (const { job, pending } of draft.jobsAlerting()) {
    const isHeard = (draft.watch.jobs.get(job)?.settings.notify ?? null) !== null;
    const isLeft = (alert: PendingAlert): boolean =>
      isHeard && !done.has(keyOf({ job, alert })) && alert.at > draft.now - STALE_MS;
    const left = pending.filter(isLeft);
    if (left.length < pending.length) draft.change(job, { pending: left });
  }
}

function keyOf({ job, alert }: Pick<Alert, "job" | "alert">): string {
  const { event, condition, at, run, isReminder } = alert;
  return [job, event, condition, at, run.runId, isReminder].join(" ");
}
