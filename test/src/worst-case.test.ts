import { describe, expect, it } from "vitest";
import { leaseForWaitMs, leasesMs } from "../../src/ledger/lease.ts";
import { longestEndsMs, longestRunMs } from "../../src/worst-case.ts";
import { DEFAULTS, jobOf } from "./job-maps.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe("the longest run", () => {
  // Attempts of 30 s each; waits of 1, 2, 4, 8, 16, 30, 30, 30, 30 s.
  it.each([
    { maxAttempts: 1, wantMs: 30 * SECOND },
    { maxAttempts: 3, wantMs: 93 * SECOND },
    { maxAttempts: 10, wantMs: 451 * SECOND },
  ])("$maxAttempts attempts: $wantMs ms", ({ maxAttempts, wantMs }) => {
    expect(longestRunMs({ ...DEFAULTS, retry: { ...DEFAULTS.retry, maxAttempts } })).toBe(wantMs);
  });
});

describe("the ends of a tick's runs", () => {
  it.each([
    { concurrency: 1, want: [5, 6, 8, 9] },
    { concurrency: 2, want: [5, 1, 3, 4] },
    { concurrency: 6, want: [5, 1, 2, 1] },
  ])("$concurrency at once: $want", ({ concurrency, want }) => {
    expect(longestEndsMs([5, 1, 2, 1], concurrency)).toEqual(want);
  });
});

describe("leases", () => {
  /** A run that takes at most so many minutes. */
  const run = (minutes: number, lock: string, spreadDelayMs = 0) => ({
    definition: jobOf({ spreadDelayMs }),
    settings: { ...DEFAULTS, timeoutMs: minutes * MINUTE, retry: { ...DEFAULTS.retry, maxAttempts: 1 } },
    lock,
  });
  const rows = [
    { why: "its own worst case and a minute", runs: [run(2, "a")], concurrency: 1, want: [3] },
    {
      why: "more runs than lanes, and one that is tried again may come last",
      runs: [run(2, "a"), run(3, "b")],
      concurrency: 1,
      want: [6, 6],
    },
    { why: "side by side", runs: [run(2, "a"), run(3, "b"), run(1, "c")], concurrency: 3, want: [3, 4, 2] },
    { why: "no less than the grace of a due minute", runs: [run(0.5, "a")], concurrency: 1, want: [2] },
    {
      why: "one that waits for a lock waits for who knows what",
      runs: [run(2, "a"), run(1, "a"), run(3, "b")],
      concurrency: 3,
      want: [3, 16, 4],
    },
    { why: "at most 16 minutes", runs: [run(14, "a"), run(14, "b")], concurrency: 1, want: [16, 16] },
    { why: "the spread too", runs: [run(2, "a", MINUTE)], concurrency: 1, want: [4] },
  ];
  it.each(rows)("$why: $want minutes", ({ runs, concurrency, want }) => {
    expect(leasesMs(runs, concurrency).map((ms) => ms / MINUTE)).toEqual(want);
  });
});

describe("the lease for a wait", () => {
  const settings = { ...DEFAULTS, retry: { ...DEFAULTS.retry, maxAttempts: 4 } };
  // The wait itself, what is left of the attempts at 30 s each, waits of 30 s between them, and a minute.
  it.each([
    { next: 4, waitMs: 10 * SECOND, wantMs: (10 + 30 + 60) * SECOND },
    { next: 3, waitMs: 10 * SECOND, wantMs: (10 + 30 + 30 + 30 + 60) * SECOND },
    { next: 2, waitMs: 2 * MINUTE, wantMs: (120 + 30 + 30 + 30 + 30 + 30 + 60) * SECOND },
  ])("of $waitMs ms before attempt $next of 4", ({ next, waitMs, wantMs }) => {
    expect(leaseForWaitMs({ settings }, next, waitMs)).toBe(wantMs);
  });
});
