/**
 * What is new in the ledger's calls with `completion`, after those of 0.1.0. Never edited, as they are not: see there.
 */
import { expect } from "vitest";
import { calls as before } from "./0.1.0.ts";

export const release = "0.1.0 with completion";

const at = Date.parse("2026-11-23T02:06:00.000Z");
const runId = "test:parties:20261123T0206Z";
const correlationId = "7fb31219-68ed-436a-9913-10a16393247e";
const attempt = { attempt: 1, startedAt: at + 10_000, durationMs: 200, statusCode: 202, error: null };

/** In this order, at ten seconds past the due minute. */
export const calls: typeof before = [
  ...before.filter(({ call }) => call === "claim"),
  {
    call: "renew",
    question: [
      {
        runId,
        correlationId,
        leaseUntil: at + 7_200_000,
        accepted: {
          job: "parties",
          tick: "tick-1",
          trigger: "cron",
          scheduledTime: at,
          attempts: [attempt],
          acceptedAt: at + 10_200,
        },
      },
    ],
    answer: true,
  },
  {
    call: "run",
    question: [runId],
    answer: {
      runId,
      status: "running",
      attempts: [attempt],
      acceptedAt: at + 10_200,
      completeBy: at + 7_200_000,
    },
  },
  {
    call: "complete",
    question: [{ runId, status: "failed", message: "no such file" }],
    answer: { verdict: "completed", run: { runId, status: "failed", error: "no such file" } },
  },
  {
    call: "complete",
    question: [{ runId, status: "failed", message: null }],
    answer: { verdict: "known", run: { runId, status: "failed" } },
  },
  {
    call: "complete",
    question: [{ runId, status: "succeeded", message: null }],
    answer: { verdict: "refused", run: { runId, status: "failed" }, why: expect.any(String) },
  },
  {
    call: "complete",
    question: [{ runId: "test:parties:20261122T0206Z", status: "succeeded", message: null }],
    answer: { verdict: "unknown" },
  },
];
