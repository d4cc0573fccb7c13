import type { JobSettings, RetryPolicy } from "./job-map.ts";

/** Longest waits between the attempts of a run, together, in milliseconds: no jitter, no Retry-After. */
function longestWaitsMs({ maxAttempts, initialDelayMs, multiplier, maxDelayMs }: RetryPolicy): number {
  return Array.from({ length: maxAttempts - 1 }, (_, index) =>
    Math.min(maxDelayMs, initialDelayMs * multiplier ** index),
  ).reduce((sum, each) => sum + each, 0);
}

/** Longest time that a run can take, in milliseconds: every attempt runs into its timeout, every wait is the longest. */
export function longestRunMs({ retry, timeoutMs }: Pick<JobSettings, "retry" | "timeoutMs">): number {
  return retry.maxAttempts * timeoutMs + longestWaitsMs(retry);
}

/**
 * By when each run of a tick has ended at worst, in milliseconds from its start, where they begin in this order, each in
 * the first of `concurrency` lanes that is free, and holds its lane to its end.
 */
export function longestEndsMs(runsMs: readonly number[], concurrency: number): number[] {
  const lanes = Array.from({ length: concurrency }, () => 0);
  return runsMs.map((runMs) => {
    const free = lanes.indexOf(Math.min(...lanes));
    const end = (lanes[free] ?? 0) + runMs;
    lanes[free] = end;
    return end;
  });
}
