import type { Run } from "../run.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { longestRunMs } from "../worst-case.ts";

/** For what no worst case counts: starting, telling the result, a clock that is a little off. */
const SLACK_MS = MINUTE_MS;

/** A tick ends after 14 min 30 s, so nothing that it began goes on longer. */
export const MAX_LEASE_MS = 16 * MINUTE_MS;

/** The alarm looks after a due minute's grace anyway: a lease that ended before would be a row more for each tick. */
const LEAST_LEASE_MS = 2 * MINUTE_MS;

/** What a lease is reckoned from. */
interface LeasedRun extends Pick<Run, "definition" | "settings"> {
  readonly lock: string;
}

/**
 * Milliseconds from now that each run may take: what can come before it in its lane, its own worst case and 60 s; 2 to
 * 16 min. With more runs than lanes, a retry queues behind all, so any may end last. One that waits for the lock of
 * another waits for the backend's `Retry-After` too, which no worst case knows.
 */
export function leasesMs(runs: readonly LeasedRun[], concurrency: number): number[] {
  const worst = runs.map(
    ({ definition, settings }) => (definition.spreadDelayMs ?? 0) + longestRunMs(settings),
  );
  const all = worst.reduce((sum, each) => sum + each, 0);
  const seen = new Set<string>();
  return runs.map(({ lock }, index) => {
    const own = runs.length > concurrency ? all : (worst[index] ?? all);
    const endMs = seen.has(lock) ? Infinity : own;
    seen.add(lock);
    return Math.min(Math.max(endMs + SLACK_MS, LEAST_LEASE_MS), MAX_LEASE_MS);
  });
}

/** The least lease that covers a wait and then what is left of a run at worst, in milliseconds. */
export function leaseForWaitMs(
  { settings }: Pick<Run, "settings">,
  attempt: number,
  delayMs: number,
): number {
  const { retry, timeoutMs } = settings;
  const left = { ...retry, maxAttempts: retry.maxAttempts - attempt + 1, initialDelayMs: retry.maxDelayMs };
  return delayMs + longestRunMs({ retry: left, timeoutMs }) + SLACK_MS;
}

/** Until when a run is leased to go on to the end of its invocation, in epoch ms. */
export function leaseToEnd(runsEndAt: number): number {
  return runsEndAt + SLACK_MS;
}
