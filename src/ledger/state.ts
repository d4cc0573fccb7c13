/**
 * What the ledger holds. Values, never changed in place: a call makes new ones and commits them together.
 * Minutes are whole minutes of UTC since 1970, all other times epoch milliseconds.
 */
import type { Overlap } from "../job-map.ts";
import type { AttemptRecord, Progress, RunStatus, RunTrigger } from "../run.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import type { AlertState, PendingAlert } from "./alert-policy.ts";
import type { LivePause, RunEvent, Totals } from "./protocol.ts";

/** One row a job. */
export interface JobState {
  readonly job: string;
  /** The schedule that the watermark belongs to, as text. */
  readonly schedule: string;
  /** Whether the file paused it then. */
  readonly wasPaused: boolean;
  /** When the watermark began. */
  readonly watchedSince: number;
  /** Everything at or before it is settled. */
  readonly watermark: EpochMinute;
  /** The first due minute after the watermark, by that schedule; null where there is none. */
  readonly expected: EpochMinute | null;
  /** Settled minutes after the watermark, while an earlier one is not settled. Ascending. */
  readonly ahead: readonly EpochMinute[];
  /** What is to be made up, oldest first. */
  readonly owed: readonly OwedRun[];
  /** Newest first. */
  readonly pauses: readonly LivePause[];
  readonly alerts: AlertState;
  /** Decided and not sent yet. */
  readonly pending: readonly PendingAlert[];
  readonly totals: Totals;
  /** How many of its runs the history holds. */
  readonly kept: number;
}

/** A missed or lost run that is still worth making up. */
export interface OwedRun {
  readonly minute: EpochMinute;
  readonly status: "missed" | "lost";
  readonly claimedAt: number;
  readonly correlationId: string;
  readonly events: readonly RunEvent[];
  /** Of the execution that was lost. */
  readonly attempts: readonly AttemptRecord[];
}

/** A run that has been claimed and has no result yet. */
export interface OpenRun {
  readonly job: string;
  readonly runId: string;
  readonly scheduledTime: number | null;
  readonly trigger: RunTrigger;
  /** Of this execution: a run that is made up has another. */
  readonly correlationId: string;
  readonly tick: string;
  readonly by: string | null;
  readonly lock: string;
  readonly overlap: Overlap;
  readonly claimedAt: number;
  readonly phase: Phase;
  /** What happened before: it was missed, or lost. */
  readonly events: readonly RunEvent[];
  /** Of an execution that was lost. */
  readonly attempts: readonly AttemptRecord[];
}

type Phase =
  /**
   * `resumedFrom` is the `resumeAt` of the deferral that it goes on from. With `acceptedAt` the backend has taken it over:
   * nobody executes it, and it is the backend's until the lease is over.
   */
  | {
      readonly is: "running";
      readonly leaseUntil: number;
      readonly resumedFrom?: number;
      readonly acceptedAt?: number;
    }
  /** Until its lock is free, and no longer than `until`. */
  | { readonly is: "waiting"; readonly until: number }
  | { readonly is: "deferred"; readonly progress: Progress };

/** Webhooks that did not take their alerts, and are left alone for a while, by the names of their secrets. */
export type Resting = Readonly<Record<string, Rest>>;

export interface Rest {
  readonly until: number;
  /** How long, if it does not take them then either. */
  readonly nextWaitMs: number;
}

/** A run in the history: one row. */
export interface RunRow {
  readonly job: string;
  readonly runId: string;
  /** What the history is sorted by: the scheduled time, or that of a call by hand. */
  readonly at: number;
  readonly scheduledTime: number | null;
  readonly trigger: RunTrigger;
  readonly status: RunStatus;
  readonly correlationId: string;
  readonly by: string | null;
  readonly claimedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly attempts: readonly AttemptRecord[];
  readonly events: readonly RunEvent[];
}

/** What names a row of the history. */
export type RunKey = Pick<RunRow, "job" | "at" | "runId">;
