import type { Auth, JobSettings, Notify, RetryPolicy } from "../../src/job-map.ts";
import { builtIn } from "../schema/built-in.ts";
import { durationMs } from "../schema/duration.ts";
import type { RawNotify, RawRetry, RawSettings } from "../schema/raw.ts";
import type { ResolvedJob } from "../resolved.ts";

/** Settings in milliseconds, without those that nothing was said of. `retry.deadline` is apart: its default is a job's own. */
export type OwnSettings = ResolvedJob["own"] & { readonly deadlineMs?: number };

/** What layers of settings say together, the first layer that says anything winning, key by key (`retry` by its own keys). */
export function mergeSettings(...layers: readonly (RawSettings | undefined)[]): OwnSettings {
  const first = <K extends keyof RawSettings>(key: K): RawSettings[K] =>
    layers.find((layer) => layer?.[key] !== undefined)?.[key];
  const retry: RawRetry = Object.assign({}, ...layers.map((layer) => layer?.retry ?? {}).toReversed());
  const auth = first("auth");
  const notify = first("notify");
  return defined({
    timeoutMs: ms(first("timeout")),
    auth: auth === undefined ? undefined : resolveAuth(auth),
    success: first("success")?.map(String),
    enabled: first("enabled"),
    notify: notify === undefined ? undefined : notify === "off" ? null : resolveNotify(notify),
    retry: resolveRetry(retry),
    overlap: first("overlap"),
    deadlineMs: ms(retry.deadline),
  });
}

/** The same, over what is built in: nothing is missing then. */
export function completeSettings(own: OwnSettings, fallback: JobSettings): JobSettings {
  const { deadlineMs: _, ...settings } = own;
  return { ...fallback, ...settings, retry: { ...fallback.retry, ...settings.retry } };
}

/** `notify` with its defaults; null where there is none. */
export function resolveNotify(notify: RawNotify | undefined): Notify | null {
  if (!notify) return null;
  const { events, after, remindEvery, mention, webhook } = notify.slack;
  return {
    slack: defined({
      events: events ?? builtIn.slack.events,
      after: after ?? builtIn.slack.after,
      remindEveryMs: ms(remindEvery) ?? builtIn.slack.remindEveryMs,
      mention,
      webhook: webhook ?? builtIn.slack.webhook,
    }),
  };
}

function resolveAuth(auth: NonNullable<RawSettings["auth"]>): Auth {
  if (auth === "none") return { bearer: null };
  return defined({ bearer: auth.bearer ?? null, hmac: auth.hmac });
}

function resolveRetry(raw: RawRetry): Partial<RetryPolicy> | undefined {
  const retry = defined({
    maxAttempts: raw.maxAttempts,
    initialDelayMs: ms(raw.initialDelay),
    multiplier: raw.multiplier,
    maxDelayMs: ms(raw.maxDelay),
    jitter: raw.jitter,
    on: raw.on?.map(String),
  });
  return Object.keys(retry).length > 0 ? retry : undefined;
}

function ms(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (durationMs(text) ?? undefined);
}

/** The same object without the keys whose value is undefined. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
