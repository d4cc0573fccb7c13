import type { RetryPolicy } from "../../src/job-map.ts";
import type { ResolvedJob } from "../resolved.ts";

/** Longest waits between the attempts of a run, together, in milliseconds: no jitter, no Retry-After. */
export function longestWaitsMs({ maxAttempts, initialDelayMs, multiplier, maxDelayMs }: RetryPolicy): number {
  return Array.from({ length: maxAttempts - 1 }, (_, index) =>
    Math.min(maxDelayMs, initialDelayMs * multiplier ** index),
  ).reduce((sum, each) => sum + each, 0);
}

/** Longest time that a run can take, in milliseconds: every attempt runs into its timeout, every wait is the longest. */
export function longestRunMs({ settings }: ResolvedJob): number {
  return settings.retry.maxAttempts * settings.timeoutMs + longestWaitsMs(settings.retry);
}

/** Longest time for runs that start in order, each in the first of `concurrency` lanes that is free, in milliseconds. */
export function longestTickMs(runsMs: readonly number[], concurrency: number): number {
  const lanes = Array.from({ length: concurrency }, () => 0);
  for (const run of runsMs) {
    const free = lanes.indexOf(Math.min(...lanes));
    lanes[free] = (lanes[free] ?? 0) + run;
  }
  return Math.max(...lanes);
}
