import type { Alert } from "../notify/alert.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { isExecuted } from "./accept.ts";
import type { PendingAlert } from "./alert-policy.ts";
import type { Draft } from "./draft.ts";
import type { Rest, Resting } from "./state.ts";

/** How long after an alert was not taken it is sent again; each time twice as long. */
const FIRST_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

/** A sink answers within 5 s or not at all: who dies meanwhile is woken again soon. */
const SENDING_MS = 10_000;

/** An alert that nobody took within a day says nothing that is still true. */
const STALE_MS = 86_400_000;

/** Sends the alerts that are pending in the jobs' states. */
export class Outbox {
  /** What has been sent, though the storage may not have taken that it was. */
  readonly #sent = new Map<string, Alert>();
  #isSending = false;

  /**
   * When there is something to send, in epoch ms; null where there is nothing. One message names every job of a tick, so
   * the alerts of a tick that is not over wait, but no longer than its leases, and not for what the backend works on.
   */
  nextAt(draft: Draft): number | null {
    if (this.#isSending) return draft.now + SENDING_MS;
    const times = this.#ready(draft).map(({ slack }) => draft.restingNow[slack.webhook]?.until ?? draft.now);
    return times.length > 0 ? Math.max(draft.now, Math.min(...times)) : null;
  }

  /**
   * Sends what can be sent now. At least once: who dies before it has been written down sends it again.
   * @param send resolves with those that were taken
   * @param write takes what was sent out of the jobs' states, with what it could not take out before, and notes who is
   * left alone for a while
   */
  async flush(
    draft: Draft,
    send: (alerts: readonly Alert[]) => Promise<readonly Alert[]>,
    write: (sent: readonly Alert[], resting: Resting) => void,
  ): Promise<void> {
    const { now, restingNow } = draft;
    const isDue = ({ slack }: Alert): boolean => (restingNow[slack.webhook]?.until ?? 0) <= now;
    const alerts = this.#ready(draft).filter(isDue);
    if (this.#isSending || (alerts.length === 0 && this.#sent.size === 0)) return;
    this.#isSending = true;
    try {
      const taken = alerts.length > 0 ? await send(alerts) : [];
      for (const alert of taken) this.#sent.set(keyOf(alert), alert);
      write([...this.#sent.values()], restingAfter(restingNow, alerts, taken, now));
      this.#sent.clear();
    } finally {
      this.#isSending = false;
    }
  }

  #ready(draft: Draft): Alert[] {
    const alerting = draft.jobsAlerting();
    if (alerting.length === 0) return [];
    const running = new Set(draft.openRuns.filter(isExecuted).map(({ tick }) => tick));
    return alerting.flatMap(({ job, pending }) => {
      const watched = draft.watch.jobs.get(job);
      const slack = watched?.settings.notify?.slack;
      if (watched === undefined || slack === undefined) return [];
      const held = pending.findIndex(({ run }) => running.has(run.tick));
      return pending
        .slice(0, held === -1 ? pending.length : held)
        .map((alert) => ({ job, definition: watched.definition, slack, alert }))
        .filter((each) => !this.#sent.has(keyOf(each)) && !isStale(each.alert, draft.now));
    });
  }
}

/** A webhook that took its alerts is no longer left alone; one that did not is, each time longer. */
function restingAfter(
  before: Resting,
  alerts: readonly Alert[],
  taken: readonly Alert[],
  now: number,
): Resting {
  const asked = new Set(alerts.map(({ slack }) => slack.webhook));
  const well = new Set(taken.map(({ slack }) => slack.webhook));
  const others = Object.entries(before).filter(([webhook]) => !asked.has(webhook));
  const refused = [...asked].filter((webhook) => !well.has(webhook));
  if (refused.length === 0 && others.length === Object.keys(before).length) return before;
  const rest = (webhook: string): Rest => {
    const waitMs = before[webhook]?.nextWaitMs ?? FIRST_WAIT_MS;
    return { until: now + waitMs, nextWaitMs: Math.min(2 * waitMs, LONGEST_WAIT_MS) };
  };
  return Object.fromEntries([...others, ...refused.map((webhook) => [webhook, rest(webhook)] as const)]);
}

/** Takes what has been sent, and what is stale, out of the jobs' states. */
export function noteSent(draft: Draft, sent: readonly Alert[], resting: Resting): void {
  draft.setResting(resting);
  const done = new Set(sent.map(keyOf));
  for (const { job, pending } of draft.jobsAlerting()) {
    const isLeft = (alert: PendingAlert): boolean =>
      !done.has(keyOf({ job, alert })) && !isStale(alert, draft.now);
    const left = pending.filter(isLeft);
    if (left.length < pending.length) draft.change(job, { pending: left });
  }
}

/** Takes what nobody wants to hear any more out of the jobs' states. */
export function dropUnheard(draft: Draft): void {
  for (const { job } of draft.jobsAlerting()) {
    const isHeard = (draft.watch.jobs.get(job)?.settings.notify ?? null) !== null;
    if (!isHeard) draft.change(job, { pending: [] });
  }
}

function isStale({ at }: PendingAlert, now: number): boolean {
  return at <= now - STALE_MS;
}

function keyOf({ job, alert }: Pick<Alert, "job" | "alert">): string {
  const { event, condition, at, run, isReminder } = alert;
  return [job, event, condition, at, run.runId, isReminder].join(" ");
}
