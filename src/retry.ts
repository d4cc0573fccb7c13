import type { RetryPolicy } from "./job-map.ts";
import { retryAfterMs } from "./retry-after.ts";
import { assertNever } from "./assert-never.ts";
import { formatDuration } from "./format-duration.ts";

/** How one attempt ended. */
export type AttemptOutcome =
  | {
      readonly kind: "response";
      readonly statusCode: number;
      readonly retryAfter: string | null;
      /** The beginning of the body, secrets struck out: only a failure's is shown, and striking out takes time. */
      readonly excerpt: () => string;
    }
  | { readonly kind: "timeout"; readonly timeoutMs: number }
  | { readonly kind: "network"; readonly error: string };

type RetryDecision =
  | { readonly action: "succeed" }
  | { readonly action: "fail"; readonly error: string }
  /** `countsAttempt: false`: the attempt is done again under its own number. */
  | {
      readonly action: "wait";
      readonly delayMs: number;
      readonly countsAttempt: boolean;
      readonly error: string;
    };

interface RetryState {
  /** The attempt that just ended, from 1. */
  readonly attempt: number;
  /** Epoch ms. */
  readonly now: number;
  /** Epoch ms after which no attempt may start. */
  readonly deadlineAt: number;
}

/** A backend that says "still going, ask again in 0 s" must not be asked in a tight loop. */
const LEAST_WAIT_FOR_RUNNING_MS = 1_000;

/** The other 3xx, such as 304, lead nowhere. @see https://fetch.spec.whatwg.org/#redirect-status */
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * What to do after an attempt: a status in `success` ends the run well, what `policy.on` lists is tried
 * again, anything else fails the run. A 409 with Retry-After says that this very run is still going on
 * the backend: it is waited out, as often as the deadline allows, and is no attempt.
 */
export function decideRetry(
  outcome: AttemptOutcome,
  state: RetryState,
  policy: RetryPolicy,
  success: readonly string[],
  random: () => number,
): RetryDecision {
  if (outcome.kind === "response" && matchesStatus(outcome.statusCode, success)) return { action: "succeed" };

  const error = describeOutcome(outcome);
  const floorMs = outcome.kind === "response" ? retryAfterMs(outcome.retryAfter, state.now) : null;
  const isStillRunning = outcome.kind === "response" && outcome.statusCode === 409 && floorMs !== null;
  if (!isStillRunning) {
    if (!isRetryable(outcome, policy.on))
      return { action: "fail", error: `${error}; that is not tried again` };
    if (state.attempt >= policy.maxAttempts) return { action: "fail", error };
  }

  const delayMs = isStillRunning
    ? Math.max(LEAST_WAIT_FOR_RUNNING_MS, floorMs)
    : Math.max(backoffMs(policy, state.attempt, random), floorMs ?? 0);
  if (state.now + delayMs > state.deadlineAt) {
    const wait = formatDuration(delayMs);
    return {
      action: "fail",
      error: `${error}; the wait of ${wait} before the next attempt passes the run's deadline`,
    };
  }
  return { action: "wait", delayMs, countsAttempt: !isStillRunning, error };
}

/**
 * Milliseconds to wait after attempt `attempt` (from 1): exponential, cut to `maxDelayMs`, then drawn
 * from the whole range below it.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: () => number): number {
  const ceilingMs = Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.multiplier ** (attempt - 1));
  switch (policy.jitter) {
    case "full":
      return Math.round(random() * ceilingMs);
    case "none":
      return ceilingMs;
    default:
      return assertNever(policy.jitter);
  }
}

/** Whether a list of codes (`503`) and classes (`5xx`) holds a status. */
export function matchesStatus(statusCode: number, list: readonly string[]): boolean {
  return list.includes(String(statusCode)) || list.includes(`${Math.floor(statusCode / 100)}xx`);
}

function isRetryable(outcome: AttemptOutcome, on: readonly string[]): boolean {
  return outcome.kind === "response" ? matchesStatus(outcome.statusCode, on) : on.includes(outcome.kind);
}

function describeOutcome(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case "response":
      return REDIRECTS.includes(outcome.statusCode)
        ? `the backend answered ${outcome.statusCode}, and redirects are not followed`
        : `the backend answered ${outcome.statusCode}`;
    case "timeout":
      return `no complete answer within ${formatDuration(outcome.timeoutMs)}`;
    case "network":
      return `network error: ${outcome.error}`;
    default:
      return assertNever(outcome);
  }
}
