import type { JobSettings } from "../../src/job-map.ts";

/** What holds where the file says nothing. The language's documentation shows these values; a test compares them. */
export const builtIn = {
  timeZone: "UTC",
  dst: { gap: "shift", repeat: "first" },
  spreadMs: 0,
  timeoutMs: 30_000,
  retry: {
    maxAttempts: 3,
    initialDelayMs: 1_000,
    multiplier: 2,
    maxDelayMs: 30_000,
    jitter: "full",
    on: ["network", "408", "425", "429", "500", "502", "503", "504"],
  },
  auth: { bearer: "ERIFY_CRON_TOKEN" },
  success: ["2xx"],
  enabled: true,
  notify: null,
  overlap: "skip",
  slack: {
    events: ["failure", "recovery", "missed"],
    after: 1,
    remindEveryMs: 86_400_000,
    webhook: "SLACK_WEBHOOK_URL",
  },
  /** `retry.deadline` is the job's shortest period, but never less. */
  minDeadlineMs: 14 * 60_000,
  /** `catchUp.within` is the job's shortest period, but never more, and this where a job has none. */
  catchUp: { maxWithinMs: 3_600_000, runs: "latest" },
  environment: { logLevel: "info", concurrency: 1, healthPath: "/health" },
} as const satisfies JobSettings & Record<string, unknown>;
