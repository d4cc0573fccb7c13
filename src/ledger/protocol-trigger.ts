/** The part of the protocol that is about runs by hand: the object itself executes them. */

/** A run by hand. */
export interface ManualRun {
  readonly job: string;
  /** Of a backfill, the id of that minute's run. */
  readonly runId: string;
  readonly correlationId: string;
  readonly scheduledTime: number | null;
  /** A past minute under its own run id, which must be one that the schedule holds or held. */
  readonly isBackfill?: boolean;
  /** Runs it although it has succeeded, under the id's next number. */
  readonly isForced?: boolean;
}

export interface ManualRequest {
  readonly tick: string;
  /** Name of the secret that let the caller in. */
  readonly by: string;
  readonly runs: readonly ManualRun[];
}

/** `known`: the run is under way or over, and `results` tells of it. `refused`: nothing was recorded. */
export type ManualVerdict =
  | { readonly verdict: "run" | "known" | "waiting"; readonly runId: string }
  | { readonly verdict: "skipped"; readonly runId: string; readonly why: string }
  | { readonly verdict: "refused"; readonly runId: string; readonly why: string };
