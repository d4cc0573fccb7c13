import type { Job, JobSettings } from "./job-map.ts";

/** One job at one scheduled minute, or by hand. */
export interface Run {
  /** The job's key. */
  readonly job: string;
  readonly definition: Job;
  readonly settings: JobSettings;
  /** Same for every attempt and duplicate: the Idempotency-Key. */
  readonly id: string;
  /** A new UUID for each run. */
  readonly correlationId: string;
  readonly trigger: RunTrigger;
  /**
   * Epoch ms of the scheduled minute; by hand the minute of the call. Null when the caller's own
   * Idempotency-Key names the run: then nothing in the body may depend on when it was sent.
   */
  readonly scheduledTime: number | null;
}

export type RunTrigger = "cron" | "manual";

/** `dropped`: the invocation ended before the run could be tried (again). */
export type RunStatus = "succeeded" | "failed" | "dropped";

export interface RunResult {
  readonly run: Run;
  readonly status: RunStatus;
  /** Attempts begun. */
  readonly attempts: number;
  /** Of the last answer, if there was one. */
  readonly statusCode: number | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Why it did not succeed, without a secret and without anything from the backend's body. */
  readonly error: string | null;
}
