import type { AlertEvent, Json, Overlap } from "../../src/job-map.ts";
import type { DurationText } from "./duration.ts";
import type { Ordinal, Weekday } from "./schedule-days.ts";

/** The raw form: `schedules.yaml` as written, its shape checked, no default filled in, no name looked up. */
export interface RawSchedules {
  version: 1;
  worker: string;
  account: { plan: "free" | "paid"; cronTriggers?: number };
  defaults?: RawSettings;
  calendars?: Record<string, string[]>;
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
    events?: AlertEvent[];
    after?: number;
    remindEvery?: DurationText;
    mention?: string;
    webhook?: string;
  };
}

export interface RawSettings {
  timeZone?: string;
  dst?: RawDst;
  spread?: DurationText;
  timeout?: DurationText;
  retry?: RawRetry;
  /** At least one of the two names. */
  auth?: "none" | { bearer?: string; hmac?: string };
  success?: (number | string)[];
  enabled?: boolean;
  notify?: "off" | RawNotify;
  overlap?: Overlap;
  /** A text is a duration, or the word `none`. */
  catchUp?: DurationText | RawCatchUp;
  lock?: string;
  completion?: "none" | RawCompletion;
  pause?: "none" | RawPause;
}

export interface RawCatchUp {
  within: DurationText;
  runs?: "latest" | "all";
}

export interface RawCompletion {
  within: DurationText;
}

/** `until` is a local date, the pause ending as it begins, or a local date-time. */
export interface RawPause {
  reason: string;
  until?: string;
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

/** What becomes of a local time that the clocks skip, and of one that they show twice. */
export interface RawDst {
  gap?: "shift" | "skip";
  repeat?: "first" | "last" | "both";
}

/** A text is cron, or the word `manual`. */
export type RawSchedule = string | RawScheduleForm;
export type RawScheduleForm = RawCron | RawEvery | RawAt | RawOnce;
export type RawScheduleOf = RawSchedule | RawSchedule[] | Record<string, RawSchedule | RawSchedule[]>;

/** What the forms that are maps take, `once` only the first two. Dates are `YYYY-MM-DD`, date-times `YYYY-MM-DDTHH:MM`, both local. */
export interface RawModifiers {
  timeZone?: string;
  dst?: RawDst;
  from?: string;
  until?: string;
  /** Names of calendars, or dates. */
  except?: string[];
  only?: string[];
}

export interface RawCron extends RawModifiers {
  cron: string;
}

/** Of days and weeks (`3d`, `2w`) with `from` and perhaps `at`; of less than a day with the others. */
export interface RawEvery extends RawModifiers {
  every: DurationText;
  offset?: DurationText;
  between?: string;
  days?: RawDays;
  at?: string | string[];
}

export interface RawAt extends RawModifiers {
  at: string | string[];
  days?: RawDays;
}

export interface RawOnce extends Pick<RawModifiers, "timeZone" | "dst"> {
  once: string;
}

export type RawDays =
  | "weekdays"
  | "weekends"
  | Weekday[]
  | { day: (number | "last" | "last-weekday")[] }
  | Partial<Record<Ordinal, Weekday | Weekday[]>>;
