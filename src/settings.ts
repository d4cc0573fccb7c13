import type { Job, JobSettings } from "./job-map.ts";

/** Settings that vars on Cloudflare replace in an environment's defaults. `null`: the var is not set. */
interface DefaultsFromVars {
  readonly maxAttempts: number | null;
  readonly initialDelayMs: number | null;
  readonly timeoutMs: number | null;
}

/** An environment's defaults with the vars in place. Jobs with a setting of their own are not touched by them. */
export function defaultsWithVars(defaults: JobSettings, vars: DefaultsFromVars): JobSettings {
  return {
    ...defaults,
    timeoutMs: vars.timeoutMs ?? defaults.timeoutMs,
    retry: {
      ...defaults.retry,
      maxAttempts: vars.maxAttempts ?? defaults.retry.maxAttempts,
      initialDelayMs: vars.initialDelayMs ?? defaults.retry.initialDelayMs,
    },
  };
}

/** A job's settings: its own where it says something, else its environment's, key by key; `retry` by its own keys. */
export function settingsOf(job: Job, defaults: JobSettings): JobSettings {
  return {
    timeoutMs: job.timeoutMs ?? defaults.timeoutMs,
    retry: { ...defaults.retry, ...job.retry },
    auth: job.auth ?? defaults.auth,
    success: job.success ?? defaults.success,
    // null says "off", so only what is not there is looked up.
    notify: job.notify === undefined ? defaults.notify : job.notify,
    enabled: isEnabled(job, defaults),
    overlap: job.overlap ?? defaults.overlap,
  };
}

/** Whether a job's schedule is followed: of many jobs it is asked at each tick, so it needs no other setting. */
export function isEnabled(job: Job, defaults: JobSettings): boolean {
  return job.enabled ?? defaults.enabled;
}

/** The lock that a job's runs hold: its own key where it names none. */
export function lockOf(key: string, { lock }: Pick<Job, "lock">): string {
  return lock ?? key;
}
