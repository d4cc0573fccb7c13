/**
 * Cloudflare's limits by plan that the compiler can check.
 * @see https://developers.cloudflare.com/workers/platform/limits/
 */
export const planLimits = {
  free: { cronTriggers: 5, subrequests: 50, variables: 64 },
  paid: { cronTriggers: 250, subrequests: 10_000, variables: 128 },
} as const;

/** A var holds at most 5 KB, on every plan. */
export const maxVarBytes = 5 * 1024;

/** Cloudflare cuts a cron invocation off after 15 minutes; the Worker ends by itself before. Planned for: 14. */
export const maxTickMs = 14 * 60_000;

/** The Worker opens at most six connections at once, so more lanes would only queue. */
export const maxConcurrency = 6;
