import type { Json } from "../../src/job-map.ts";
import type { DurationText } from "./duration.ts";
import type { Ordinal, Weekday } from "./schedule.ts";

/** The raw form: `schedules.yaml` as written, its shape checked, no default filled in, no name looked up. */
export interface RawSchedules {
  version: 1;
  worker: string;
  account: { plan: "free" | "paid"; cronTriggers?: number };
  defaults?: RawSettings;
  environments: Record<string, RawEnvironment>;
  jobs: Record<string, RawJob>;
}

export interface RawEnvironment {
  backend: string;
  allowInsecure?: boolean;
  worker?: string;
  default?: boolean;
  logLevel?: "debug" | "info" | "warn" | "error";
  concurrency?: number;
  healthPath?: string;
  vars?: Record<string, string>;
  notify?: RawNotify;
  analytics?: { url: string };
  heartbeat?: true;
  defaults?: RawSettings;
}

export interface RawNotify {
  slack: {
    events?: ("failure" | "success")[];
    after?: number;
    remindEvery?: DurationText;
    mention?: string;
    webhook?: string;
  };
}

export interface RawSettings {
  timeout?: DurationText;
  retry?: RawRetry;
  auth?: "none" | { bearer: string };
  success?: (number | string)[];
  enabled?: boolean;
  notify?: "off" | RawNotify;
}

export interface RawRetry {
  maxAttempts?: number;
  initialDelay?: DurationText;
  multiplier?: number;
  maxDelay?: DurationText;
  deadline?: DurationText;
  jitter?: "full" | "none";
  on?: (number | string)[];
}

export interface RawRequest {
  query?: Record<string, string | number | boolean>;
  headers?: Record<string, string>;
  payload?: Json;
}

export interface RawJob extends RawSettings, RawRequest {
  name?: string;
  description?: string;
  owner?: string;
  runbook?: string;
  endpoint: string;
  schedule: RawScheduleOf;
  overrides?: Record<string, RawOverride>;
}

export interface RawOverride extends RawSettings, RawRequest {
  endpoint?: string;
}

/** A text is cron, or the word `manual`. */
export type RawSchedule = string | RawCron | RawEvery | RawAt;
export type RawScheduleOf = RawSchedule | RawSchedule[] | Record<string, RawSchedule | RawSchedule[]>;

export interface RawCron {
  cron: string;
}

export interface RawEvery {
  every: DurationText;
  offset?: DurationText;
  between?: string;
  days?: RawDays;
}

export interface RawAt {
  at: string | string[];
  days?: RawDays;
}

export type RawDays =
  | "weekdays"
  | "weekends"
  | Weekday[]
  | { day: (number | "last" | "last-weekday")[] }
  | Partial<Record<Ordinal, Weekday | Weekday[]>>;
