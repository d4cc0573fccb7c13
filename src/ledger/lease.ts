import type { Run } from "../run.ts";
import { longestEndsMs, longestRunMs } from "../worst-case.ts";

/** For what no worst case counts: starting, telling the result, a clock that is a little off. */
const SLACK_MS = 60_000;

/** A tick ends after 14 min 30 s, so nothing that it began goes on longer. */
const MAX_LEASE_MS = 16 * 60_000;

/** What a lease is reckoned from. */
export interface LeasedRun extends Pick<Run, "definition" | "settings"> {
  readonly lock: string;
}

/**
 * How long each run of a tick can go on, in milliseconds from now: what stands before it in its lane, its own worst
 * case and 60 s, at most 16 minutes. A run that waits for the lock of an earlier one may come last of all.
 */
export function leasesMs(runs: readonly LeasedRun[], concurrency: number): number[] {
  const worst = runs.map(
    ({ definition, settings }) => (definition.spreadDelayMs ?? 0) + longestRunMs(settings),
  );
  const ends = longestEndsMs(worst, concurrency);
  const all = worst.reduce((sum, each) => sum + each, 0);
  const seen = new Set<string>();
  return runs.map(({ lock }, index) => {
    const end = seen.has(lock) ? all : (ends[index] ?? all);
    seen.add(lock);
    return Math.min(end + SLACK_MS, MAX_LEASE_MS);
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
