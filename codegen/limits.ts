/**
 * Cloudflare's limits by plan that the compiler can check.
 * @see https://developers.cloudflare.com/workers/platform/limits/
 */
export const planLimits = {
  free: { cronTriggers: 5, subrequests: 50, variables: 64 },
  paid: { cronTriggers: 250, subrequests: 10_000, variables: 128 },
} as const;

/**
 * What a plan holds for all Workers of an account: on Free a limit for each day, on Paid what a month includes, beyond
 * which it costs more.
 * @see https://developers.cloudflare.com/durable-objects/platform/pricing/
 * @see https://developers.cloudflare.com/durable-objects/platform/limits/
 * @see https://developers.cloudflare.com/workers/platform/pricing/
 */
export const planAllowances = {
  free: { per: "day", workerRequests: 100_000, objectRequests: 100_000, rowsWritten: 100_000 },
  paid: { per: "month", workerRequests: 10_000_000, objectRequests: 1_000_000, rowsWritten: 50_000_000 },
} as const;

/** A var holds at most 5 KB, on every plan. */
export const maxVarBytes = 5 * 1024;

/** Cloudflare cuts a cron invocation off after 15 minutes; the Worker ends by itself before. Planned for: 14. */
export const maxTickMs = 14 * 60_000;

/** The Worker opens at most six connections at once, so more lanes would only queue. */
export const maxConcurrency = 6;

/** The ledger notices a missed minute two minutes after it, and its alarm may come some seconds later. */
export const missedNoticeMs = 2 * 60_000 + 15_000;
