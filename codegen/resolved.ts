import type {
  Almanac,
  CatchUp,
  Completion,
  FilePause,
  Job,
  JobSettings,
  Json,
  Notify,
  RetryPolicy,
  ScheduleRule,
} from "../src/job-map.ts";
import type { Path } from "./source/document.ts";

/**
 * The resolved form: valid, every default filled in, one entry for each job and environment, in the file's
 * order. What checks and emitters read.
 */
export interface ResolvedSchedules {
  /** The zones and dates that the rules refer to. */
  readonly almanac: Almanac;
  readonly account: { readonly plan: "free" | "paid"; readonly cronTriggers: number };
  /** The base name, of the Worker that the file's top level deploys where no environment is the default. */
  readonly worker: string;
  readonly environments: readonly ResolvedEnvironment[];
  readonly jobNames: readonly string[];
}

export interface ResolvedEnvironment {
  readonly name: string;
  readonly worker: string;
  readonly isDefault: boolean;
  readonly backend: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly concurrency: number;
  readonly healthPath: string;
  readonly vars: Readonly<Record<string, string>>;
  readonly notify: Notify | null;
  readonly analytics: { readonly url: string } | null;
  readonly heartbeat: boolean;
  readonly defaults: JobSettings;
  readonly jobs: readonly ResolvedJob[];
}

/** What a schedule takes from its job where it says nothing itself. */
export interface ScheduleContext {
  readonly timeZone: string;
  readonly dst: { readonly gap: "shift" | "skip"; readonly repeat: "first" | "last" | "both" };
}

export interface ResolvedJob {
  readonly key: string;
  readonly environment: string;
  readonly name: string;
  readonly description?: string;
  readonly owner?: string;
  readonly runbook?: string;
  readonly method: string;
  /** Path and encoded query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Json;
  readonly settings: JobSettings;
  readonly deadlineMs: number;
  /** null: nothing is made up. */
  readonly catchUp: CatchUp | null;
  readonly lock: string;
  /** null: the answer ends a run. */
  readonly completion: Completion | null;
  readonly pause: FilePause | null;
  /** What the job or its override says itself: only this goes into its entry of the job map. */
  readonly own: Pick<Job, "timeoutMs" | "auth" | "success" | "enabled" | "notify" | "overlap"> & {
    readonly retry?: Partial<RetryPolicy>;
  };
  /** Wait before each run, in milliseconds. */
  readonly spreadDelayMs: number;
  /** What its schedules take where they say nothing themselves. */
  readonly clock: ScheduleContext;
  /** Empty for a job that only runs by hand here. */
  readonly schedule: readonly ScheduleRule[];
  /** Least time between two runs; null where there are not two. */
  readonly shortestPeriodMs: number | null;
  readonly paths: JobPaths;
}

/** Where the parts of a resolved job stand in the file. */
export interface JobPaths {
  readonly job: Path;
  readonly schedule: Path;
}
