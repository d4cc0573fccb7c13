import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetryPolicy } from "../../src/job-map.ts";
import { type AttemptOutcome, backoffMs, decideRetry, matchesStatus } from "../../src/retry.ts";
import { DEFAULTS } from "./job-maps.ts";

const POLICY: RetryPolicy = { ...DEFAULTS.retry, maxAttempts: 3 };
const NOW = Date.parse("2026-11-23T12:00:00.000Z");

function response(statusCode: number, retryAfter: string | null = null): AttemptOutcome {
  return { kind: "response", statusCode, retryAfter, excerpt: () => "" };
}
const timeout: AttemptOutcome = { kind: "timeout", timeoutMs: 30_000 };
const network: AttemptOutcome = { kind: "network", error: "Network connection lost." };

interface Row {
  given: AttemptOutcome;
  attempt?: number;
  policy?: Partial<RetryPolicy>;
  success?: string[];
  leftMs?: number;
  want: "succeed" | "fail" | { waitMs: number; countsAttempt: boolean };
}

const again = (waitMs: number): Row["want"] => ({ waitMs, countsAttempt: true });
const sameAttempt = (waitMs: number): Row["want"] => ({ waitMs, countsAttempt: false });

describe("decideRetry", () => {
  const rows: Row[] = [
    { given: response(200), want: "succeed" },
    { given: response(299), want: "succeed" },
    { given: response(304), want: "fail" },
    { given: response(202), success: ["200"], want: "fail" },
    { given: response(404), success: ["2xx", "404"], want: "succeed" },
    { given: response(409, "5"), success: ["2xx", "409"], want: "succeed" },
    // What the language lists by default.
    { given: network, want: again(1_000) },
    { given: response(408), want: again(1_000) },
    { given: response(425), want: again(1_000) },
    { given: response(429), want: again(1_000) },
    { given: response(500), want: again(1_000) },
    { given: response(502), want: again(1_000) },
    { given: response(503), want: again(1_000) },
    { given: response(504), want: again(1_000) },
    { given: timeout, want: "fail" },
    { given: response(501), want: "fail" },
    { given: response(302), want: "fail" },
    { given: response(400), want: "fail" },
    // What a job may list instead.
    { given: timeout, policy: { on: ["timeout"] }, want: again(1_000) },
    { given: network, policy: { on: ["timeout"] }, want: "fail" },
    { given: response(501), policy: { on: ["5xx"] }, want: again(1_000) },
    { given: response(500), policy: { on: [] }, want: "fail" },
    // Attempts.
    { given: response(500), attempt: 2, want: again(2_000) },
    { given: response(500), attempt: 3, want: "fail" },
    { given: response(500), attempt: 1, policy: { maxAttempts: 1 }, want: "fail" },
    // Retry-After is a floor, whatever maxDelay says; it does not make a status one that is tried again.
    { given: response(429, "7"), want: again(7_000) },
    { given: response(429, "0"), want: again(1_000) },
    { given: response(503, "90"), want: again(90_000) },
    { given: response(503, "Mon, 23 Nov 2026 12:01:30 GMT"), want: again(90_000) },
    { given: response(503, "Mon, 23 Nov 2026 11:00:00 GMT"), want: again(1_000) },
    { given: response(503, "soon"), want: again(1_000) },
    { given: response(404, "7"), want: "fail" },
    // 409 with Retry-After: this very run is still going.
    { given: response(409, "20"), want: sameAttempt(20_000) },
    { given: response(409, "20"), attempt: 3, want: sameAttempt(20_000) },
    { given: response(409, "0"), want: sameAttempt(1_000) },
    { given: response(409, "soon"), want: "fail" },
    { given: response(409), want: "fail" },
    { given: response(409), policy: { on: ["409"] }, want: again(1_000) },
    // The deadline.
    { given: response(500), leftMs: 1_000, want: again(1_000) },
    { given: response(500), leftMs: 999, want: "fail" },
    { given: response(409, "20"), leftMs: 20_000, want: sameAttempt(20_000) },
    { given: response(409, "20"), leftMs: 19_999, want: "fail" },
  ];
  it.each(rows)("$given (attempt $attempt, $policy, left $leftMs): $want", (row) => {
    const { given, attempt = 1, policy = {}, success = ["2xx"], leftMs = 840_000, want } = row;
    const state = { attempt, now: NOW, deadlineAt: NOW + leftMs };
    const decision = decideRetry(given, state, { ...POLICY, ...policy }, success, () => 1);
    if (typeof want === "string") expect(decision.action).toBe(want);
    else {
      expect(decision).toMatchObject({
        action: "wait",
        delayMs: want.waitMs,
        countsAttempt: want.countsAttempt,
      });
    }
  });
});

describe("why an attempt failed", () => {
  it.each([
    { given: response(307), want: "the backend answered 307, and redirects are not followed" },
    { given: response(304), want: "the backend answered 304" },
    { given: timeout, want: "no complete answer within 30 s" },
    { given: network, want: "network error: Network connection lost." },
  ])("$want", ({ given, want }) => {
    const state = { attempt: 1, now: NOW, deadlineAt: NOW };
    expect(decideRetry(given, state, { ...POLICY, on: [] }, ["2xx"], () => 1)).toEqual({
      action: "fail",
      error: `${want}; that is not tried again`,
    });
  });
});

describe("backoffMs", () => {
  it("grows from initialDelay by the multiplier up to maxDelay", () => {
    const policy: RetryPolicy = { ...POLICY, initialDelayMs: 1_000, multiplier: 2, maxDelayMs: 30_000 };
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => backoffMs(policy, attempt, () => 1));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it("with full jitter is a uniform draw from 0 to that", () => {
    const policy: RetryPolicy = { ...POLICY, initialDelayMs: 8_000, jitter: "full" };
    expect([0, 0.25, 0.5, 1].map((draw) => backoffMs(policy, 1, () => draw))).toEqual([
      0, 2_000, 4_000, 8_000,
    ]);
  });

  it("is never negative, nor more than maxDelay", () => {
    const jitter = fc.constantFrom<RetryPolicy["jitter"]>("full", "none");
    fc.assert(
      fc.property(
        fc.record({
          initialDelayMs: fc.integer({ min: 0, max: 3_600_000 }),
          multiplier: fc.integer({ min: 1, max: 10 }),
          maxDelayMs: fc.integer({ min: 0, max: 21_600_000 }),
          jitter,
        }),
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (delays, attempt, draw) => {
          const waitMs = backoffMs({ ...POLICY, ...delays }, attempt, () => draw);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(delays.maxDelayMs);
        },
      ),
    );
  });
});

describe("matchesStatus", () => {
  it.each([
    { given: 200, list: ["2xx"], want: true },
    { given: 204, list: ["200", "204"], want: true },
    { given: 199, list: ["2xx"], want: false },
    { given: 300, list: ["2xx"], want: false },
    { given: 500, list: [], want: false },
  ])("$given in $list: $want", ({ given, list, want }) => {
    expect(matchesStatus(given, list)).toBe(want);
  });
});
