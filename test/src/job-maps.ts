/** Job maps for tests: only what a test is about has to be said. */
import type { Almanac, EnvironmentMap, Job, JobMap, JobSettings } from "../../src/job-map.ts";

export const DEFAULTS: JobSettings = {
  timeoutMs: 30_000,
  retry: {
    maxAttempts: 3,
    initialDelayMs: 1_000,
    multiplier: 2,
    maxDelayMs: 30_000,
    jitter: "none",
    on: ["network", "408", "425", "429", "500", "502", "503", "504"],
  },
  auth: { bearer: "ERIFY_CRON_TOKEN" },
  success: ["2xx"],
  notify: null,
  enabled: true,
  overlap: "skip",
};

export function jobOf(more: Partial<Job> = {}): Job {
  return {
    name: "Test Job",
    method: "POST",
    path: "/cron/test",
    schedule: [{ cron: "* * * * *" }],
    deadlineMs: 840_000,
    catchUp: null,
    ...more,
  };
}

export function environmentOf(
  jobs: Readonly<Record<string, Partial<Job>>>,
  more: Partial<EnvironmentMap> = {},
): EnvironmentMap {
  const filled = Object.fromEntries(
    Object.entries(jobs).map(([key, job]) => [key, jobOf({ name: key, ...job })]),
  );
  return {
    worker: "test-worker",
    isDefault: false,
    concurrency: 1,
    healthPath: "/health",
    analytics: null,
    heartbeat: false,
    defaults: DEFAULTS,
    triggers: { "* * * * *": Object.keys(jobs) },
    jobs: filled,
    ...more,
  };
}

export function jobMapOf(environment: EnvironmentMap, almanac: Almanac = { zones: {}, dates: {} }): JobMap {
  return {
    sourceHash: "0".repeat(64),
    almanac,
    environments: { test: environment },
  };
}
