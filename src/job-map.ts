/**
 * The job map: what the compiler writes and the Worker reads. These types are the seam between the
 * two worlds, so they hold plain data only: no function, no Date, no class.
 *
 * Durations are milliseconds (`…Ms`), times of schedules are UTC.
 */

/** A JSON value, as carried in a job's `payload`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What an IANA zone's clocks show, 2025 to 2040, as it was known when the map was compiled. All minutes are whole
 * minutes since 1970-01-01T00:00Z.
 */
export interface ZoneOffsets {
  /** Minutes east of UTC before the first change. */
  readonly first: number;
  /** `[UTC minute, minutes east of UTC from then on]`, ascending. */
  readonly changes: readonly (readonly [number, number])[];
}

/** What rules refer to by name. */
export interface Almanac {
  /** By IANA name. */
  readonly zones: Readonly<Record<string, ZoneOffsets>>;
  /** Named sets of local dates, each as days since 1970-01-01, ascending. */
  readonly dates: Readonly<Record<string, readonly number[]>>;
}

/**
 * One part of a schedule: the local times that `cron` matches on the clock of `zone`, less what the rest of the rule
 * leaves out, each as an instant. Dates and windows speak of the local time as written, before any shift.
 */
export interface ScheduleRule {
  /** Five fields in Cloudflare's dialect, weekdays by name. */
  readonly cron: string;
  /**
   * The times lie one day after those that `cron` matches: the part after midnight of a window such as 22:00-06:00,
   * which belongs to the date on which it began.
   */
  readonly carryDays?: 1;
  /** IANA name; left out: UTC. */
  readonly zone?: string;
  /** Follows the clock face: both passes of a repeated stretch, nothing in a skipped one. */
  readonly isInterval?: true;
  /** What becomes of a time that the clocks skip; left out: it is shifted by the gap. Not with `isInterval`. */
  readonly gap?: "skip";
  /** Which of two passes of a time runs; left out: the first. Not with `isInterval`. */
  readonly repeat?: "last" | "both";
  /** First and last local date, as days since 1970, both inclusive; of a carried time the date on which it began. */
  readonly fromDay?: number;
  readonly untilDay?: number;
  /** First and last local time, as minutes of that clock since 1970-01-01T00:00, both inclusive. */
  readonly fromMinute?: number;
  readonly untilMinute?: number;
  /** Names of sets of dates on which it does not run, and on which alone it runs. */
  readonly except?: readonly string[];
  readonly only?: readonly string[];
  /** Every so many days, counted from a local date (days since 1970). */
  readonly everyDays?: { readonly days: number; readonly fromDay: number };
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

/**
 * `failure`: after `after` failed runs in a row. `recovery`: the first good run after that. `missed`: a due minute
 * that no tick brought. `success`: every good run.
 */
export type AlertEvent = "failure" | "recovery" | "missed" | "success";

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

/** How a job's requests prove who sends them. */
export interface Auth {
  /** Name of the Worker secret sent as the bearer token; null sends none. */
  readonly bearer: string | null;
  /** Name of the Worker secret that signs the requests (Standard Webhooks); left out: they are not signed. */
  readonly hmac?: string;
}

/** Settings that every job has; the environment's defaults hold all of them. */
export interface JobSettings {
  /** Of one attempt, from the call to the last byte read. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly auth: Auth;
  /** Status codes (`200`) or classes (`2xx`) that end a run well. */
  readonly success: readonly string[];
  /** null: nobody hears of it. */
  readonly notify: Notify | null;
  /** false: no scheduled runs; runs by hand work. */
  readonly enabled: boolean;
  /** What becomes of a run that is due while its lock is held: dropped, started when the lock is free, or run beside it. */
  readonly overlap: Overlap;
}

export type Overlap = "skip" | "wait" | "allow";

/** How long, and how many, runs that did not start are made up. */
export interface CatchUp {
  /** Milliseconds after its scheduled time within which a run is still worth making up. */
  readonly withinMs: number;
  /** Of several missed minutes: the latest alone, or each, oldest first. */
  readonly runs: "latest" | "all";
}

/** A 202 does not end a run: the backend works on, and says later how that ended. */
export interface Completion {
  /** Milliseconds from the 202 after which a run that has not been completed is lost. */
  readonly withinMs: number;
}

/** Why there are no scheduled runs, as the file says it. */
export interface FilePause {
  readonly reason: string;
  /** The first minute of UTC, since 1970, at which it runs again; left out: until the line goes. */
  readonly untilMinute?: number;
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
  /** Wait before a run's first attempt, in milliseconds; the scheduled time stays the written minute. */
  readonly spreadDelayMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** No attempt starts later than this after the run began. */
  readonly deadlineMs: number;
  /** null: nothing is made up, and a tick up to 15 minutes late still runs. */
  readonly catchUp: CatchUp | null;
  /** Jobs that share a lock never run at once; left out: the job's key. */
  readonly lock?: string;
  /** Left out: the answer ends a run, a 202 as well. */
  readonly completion?: Completion;
  readonly pause?: FilePause;
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
  readonly almanac: Almanac;
  readonly environments: Readonly<Record<EnvironmentName, EnvironmentMap<JobName>>>;
}
