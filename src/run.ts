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

/** `catch-up`: the ledger runs what the cron did not bring, or what was lost. */
export type RunTrigger = "cron" | "manual" | "catch-up";

/**
 * What becomes of a run.
 * - `running`: it has been claimed and may still be going, here or, after a 202, on the backend.
 * - `skipped`: its lock was held, or the job was paused.
 * - `missed`: no tick brought it in time, and it was not made up.
 * - `superseded`: missed, and a later run of the job was made up in its place.
 * - `deferred`: it goes on later, from the ledger's alarm.
 * - `dropped`: the tick ended before the run could be tried (again), and there is no ledger to go on.
 * - `lost`: it was claimed, and nobody ever told its result.
 */
export const runStatuses = [
  "running",
  "succeeded",
  "failed",
  "skipped",
  "missed",
  "superseded",
  "deferred",
  "dropped",
  "lost",
] as const;
export type RunStatus = (typeof runStatuses)[number];

export interface RunResult {
  readonly run: Run;
  readonly status: RunStatus;
  /** Attempts begun. */
  readonly attempts: number;
  /** Each request that was sent. */
  readonly attemptRecords: readonly AttemptRecord[];
  /** Of the last answer, if there was one. */
  readonly statusCode: number | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Why it did not succeed, without a secret and without anything from the backend's body. */
  readonly error: string | null;
  /** Where a deferred run goes on. */
  readonly progress?: Progress;
  /** Of a run that the backend has taken over: epoch ms by which it is to be completed. */
  readonly completeBy?: number;
}

/** One attempt of a run. */
export interface AttemptRecord {
  /** From 1. A wait for a run that is still going on the backend repeats its number. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Of the answer, if there was one. */
  readonly statusCode: number | null;
  /** Why it failed; null where it did not. */
  readonly error: string | null;
}

/** Where a run stands that goes on later. */
export interface Progress {
  /** When it had its first turn; null before. */
  readonly startedAt: number | null;
  /** The attempt that is next, from 1. */
  readonly attempt: number;
  readonly attempts: readonly AttemptRecord[];
  /** Why the last attempt failed. */
  readonly lastError: string | null;
  /** No attempt before. */
  readonly resumeAt: number;
}

/** Whether a run that ended so did not do its work although it should have. */
export function isFailure(status: RunStatus): boolean {
  return status === "failed" || status === "dropped" || status === "lost";
}
