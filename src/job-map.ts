/**
 * The job map: what the compiler writes and the Worker reads. These types are the seam between the
 * two worlds, so they hold plain data only: no function, no Date, no class.
 *
 * Durations are milliseconds (`…Ms`), times of schedules are UTC.
 */

/** A JSON value, as carried in a job's `payload`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One part of a schedule. It holds the UTC minutes at which `cron` matches; with `carryDays: 1`,
 * those that lie exactly one day after a match (the part after midnight of a window such as
 * 22:00-06:00, which belongs to the date on which it began).
 */
export interface ScheduleRule {
  /** Five fields in Cloudflare's dialect, weekdays by name. */
  readonly cron: string;
  readonly carryDays?: 1;
}

export interface RetryPolicy {
  /** Attempts in all, 1 to 10. */
  readonly maxAttempts: number;
  readonly initialDelayMs: number;
  /** 1 to 10. */
  readonly multiplier: number;
  readonly maxDelayMs: number;
  readonly jitter: "full" | "none";
  /** `network`, `timeout`, status codes (`503`) or classes (`5xx`). */
  readonly on: readonly string[];
}

export type AlertEvent = "failure" | "success";

export interface SlackNotify {
  readonly events: readonly AlertEvent[];
  /** Failed runs in a row before the first alert. */
  readonly after: number;
  readonly remindEveryMs: number;
  /** A Slack mention such as `<!subteam^S123>`, put before the text. */
  readonly mention?: string;
  /** Name of the Worker secret that holds the webhook's URL. */
  readonly webhook: string;
}

export interface Notify {
  readonly slack: SlackNotify;
}

/** Settings that every job has; the environment's defaults hold all of them. */
export interface JobSettings {
  /** Of one attempt, from the call to the last byte read. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** Name of the Worker secret sent as the bearer token; null sends none. */
  readonly auth: { readonly bearer: string | null };
  /** Status codes (`200`) or classes (`2xx`) that end a run well. */
  readonly success: readonly string[];
  /** null: nobody hears of it. */
  readonly notify: Notify | null;
  /** false: no scheduled runs; runs by hand work. */
  readonly enabled: boolean;
}

/** A job of one environment. What its own entry does not say is looked up in `defaults`, key by key. */
export interface Job extends Partial<Omit<JobSettings, "retry">> {
  /** For people. */
  readonly name: string;
  readonly description?: string;
  readonly owner?: string;
  readonly runbook?: string;
  readonly method: string;
  /** Path and encoded query, from the backend's base. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: Json;
  /** Empty: only run by hand. */
  readonly schedule: readonly ScheduleRule[];
  readonly retry?: Partial<RetryPolicy>;
  /** No attempt starts later than this after the run began. */
  readonly deadlineMs: number;
}

export interface EnvironmentMap<JobName extends string = string> {
  /** The Worker's name on Cloudflare. */
  readonly worker: string;
  /** Whether this is the environment marked `default: true`. */
  readonly isDefault: boolean;
  /** Runs at once in one tick, 1 to 6. */
  readonly concurrency: number;
  /** Path on the backend that `/health` calls. */
  readonly healthPath: string;
  /** Where run events are posted, with the secret ANALYTICS_TOKEN; null: nowhere. */
  readonly analytics: { readonly url: string } | null;
  /** Whether the secret HEARTBEAT_URL is called at the end of every tick. */
  readonly heartbeat: boolean;
  readonly defaults: JobSettings;
  /** Cron expression, as Cloudflare hands it back → the jobs that it wakes, in the file's order. */
  readonly triggers: Readonly<Record<string, readonly JobName[]>>;
  /** In the file's order. */
  readonly jobs: Readonly<Record<JobName, Job>>;
}

export interface JobMap<EnvironmentName extends string = string, JobName extends string = string> {
  /** SHA-256 of `schedules.yaml`, hex. */
  readonly sourceHash: string;
  readonly environments: Readonly<Record<EnvironmentName, EnvironmentMap<JobName>>>;
}
