/**
 * The ledger's calls as release 0.1.0 makes them. Never edited: a later release adds a file of its own, and must answer
 * these as before, as both run while a deploy spreads.
 */
export const release = "0.1.0";

const at = Date.parse("2026-11-23T02:06:00.000Z");
const runId = "test:parties:20261123T0206Z";
const correlationId = "7fb31219-68ed-436a-9913-10a16393247e";
const attempt = {
  attempt: 1,
  startedAt: at + 10_000,
  durationMs: 200,
  statusCode: 503,
  error: "the backend answered 503",
};

interface RecordedCall {
  readonly call: string;
  readonly question: readonly unknown[];
  /** What that release reads of the answer. */
  readonly answer: unknown;
}

const record = {
  job: "parties",
  runId,
  tick: "tick-1",
  correlationId,
  trigger: "cron",
  scheduledTime: at,
  startedAt: at + 10_000,
  endedAt: at + 10_200,
  statusCode: 503,
  error: "the backend answered 503",
  attempts: [attempt],
};

/** In this order, at ten seconds past the due minute. */
export const calls: readonly RecordedCall[] = [
  {
    call: "claim",
    question: [
      {
        tick: "tick-1",
        runs: [
          {
            job: "parties",
            runId,
            scheduledTime: at,
            correlationId,
            lock: "parties",
            overlap: "skip",
            pausedBecause: null,
            lateAfterMs: 3_600_000,
            leaseMs: 153_000,
          },
        ],
      },
    ],
    answer: { verdicts: [{ verdict: "run", leaseUntil: at + 163_000 }] },
  },
  { call: "renew", question: [{ runId, correlationId, leaseUntil: at + 600_000 }], answer: true },
  {
    call: "record",
    question: [
      {
        ...record,
        status: "deferred",
        progress: {
          startedAt: at + 10_000,
          attempt: 2,
          attempts: [attempt],
          lastError: null,
          resumeAt: at + 1_200_000,
        },
      },
    ],
    answer: undefined,
  },
  {
    call: "run",
    question: [runId],
    answer: { runId, status: "deferred", trigger: "cron", attempts: [attempt] },
  },
  { call: "record", question: [{ ...record, status: "failed" }], answer: undefined },
  {
    call: "runs",
    question: [{ limit: 10 }],
    answer: { runs: [{ runId, status: "failed", error: record.error }], before: null },
  },
  {
    call: "trigger",
    question: [
      {
        tick: "tick-2",
        by: "TRIGGER_TOKEN",
        runs: [
          {
            job: "parties",
            runId,
            correlationId: "c-2",
            scheduledTime: at,
            isBackfill: true,
            isForced: false,
          },
        ],
      },
    ],
    answer: [{ verdict: "run", runId }],
  },
  { call: "results", question: [[runId], 0], answer: [{ runId, status: "running", by: "TRIGGER_TOKEN" }] },
  {
    call: "pause",
    question: [{ job: "parties", until: null, reason: "a test", by: "TRIGGER_TOKEN" }],
    answer: { since: at + 10_000, until: null, reason: "a test", by: "TRIGGER_TOKEN" },
  },
  {
    call: "resume",
    question: ["parties", "TRIGGER_TOKEN"],
    answer: { reason: "a test", resumedBy: "TRIGGER_TOKEN" },
  },
  {
    call: "standing",
    question: [],
    answer: { jobs: [{ job: "parties", overdueMinute: null, totals: { runs: { failed: 1 } } }] },
  },
];
