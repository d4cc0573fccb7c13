import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import {
  catchUpWords,
  durationWords,
  jsonWords,
  lockWords,
  notifyWords,
  pauseWords,
  scheduleWords,
  signatureWords,
  tokenWords,
} from "./words.ts";

/** Settings in words, by what people call them; null: there is none. In the order in which a reader wants them. */
export type Words = ReadonlyMap<string, string | null>;

/**
 * Everything that a job's runs follow from.
 *
 * @param lockMates keys of the other jobs of its environment that have its lock
 * @param nowMinute a pause that is over by then is none
 */
export function jobWords(job: ResolvedJob, lockMates: readonly string[], nowMinute: number): Words {
  const { settings } = job;
  const { retry } = settings;
  // What only runs by hand has nothing to hold back.
  const isByHand = job.schedule.length === 0;
  return new Map<string, string | null>([
    ["schedule", scheduleWords(job.schedule)],
    ["scheduled runs", settings.enabled || isByHand ? "on" : "off"],
    ["pause", isByHand ? null : pauseWords(job.pause, nowMinute)],
    ["endpoint", `${job.method} ${job.path}`],
    ...Object.entries(job.headers).map(([name, value]) => [`header ${name}`, value] as const),
    ["payload", jsonWords(job.payload)],
    ["token", tokenWords(settings.auth)],
    ["signature", signatureWords(settings.auth)],
    ["timeout", durationWords(settings.timeoutMs)],
    ["attempts", String(retry.maxAttempts)],
    ["first wait", durationWords(retry.initialDelayMs)],
    ["wait multiplier", String(retry.multiplier)],
    ["longest wait", durationWords(retry.maxDelayMs)],
    ["jitter", retry.jitter],
    ["tried again on", retry.on.join(", ")],
    ["retries stop after", durationWords(job.deadlineMs)],
    ["success", settings.success.join(", ")],
    ["overlap", settings.overlap],
    ["completed after a 202", job.completion && `within ${durationWords(job.completion.withinMs)}`],
    ["lock", lockWords(job, lockMates)],
    ["made up if missed", catchUpWords(job.catchUp)],
    ["delay before a run", job.spreadDelayMs === 0 ? null : durationWords(job.spreadDelayMs)],
    ["alerts", notifyWords(settings.notify)],
    ["name", job.name],
    ["description", job.description ?? null],
    ["owner", job.owner ?? null],
    ["runbook", job.runbook ?? null],
  ]);
}

/** Everything that an environment says beside its jobs. */
export function environmentWords(environment: ResolvedEnvironment, secrets: readonly string[]): Words {
  return new Map<string, string | null>([
    ["Worker", environment.worker],
    ["backend", environment.backend],
    ["deployed without --env", environment.isDefault ? "yes" : null],
    ["runs at once", String(environment.concurrency)],
    ["health check", environment.healthPath],
    ["token of its own routes", tokenWords(environment.defaults.auth)],
    ["alerts", notifyWords(environment.notify)],
    ["run events", environment.analytics?.url ?? null],
    ["heartbeat", environment.heartbeat ? "on" : null],
    ["log level", environment.logLevel],
    ...Object.entries(environment.vars).map(([name, value]) => [`var ${name}`, value] as const),
    ["secrets", secrets.length === 0 ? null : secrets.join(", ")],
  ]);
}
