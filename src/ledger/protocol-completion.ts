/** The part of the protocol that is about runs which the backend takes over: it answers 202, and completes them later. */
import type { RunRecord, RunView } from "./protocol.ts";

/** What is told of a run that the backend has taken over. */
export interface Acceptance extends Pick<
  RunRecord,
  "job" | "tick" | "trigger" | "scheduledTime" | "attempts"
> {
  /** When the answer 202 was there. */
  readonly acceptedAt: number;
}

/** How a run that the backend has taken over ended. */
export interface CompleteRequest {
  readonly runId: string;
  readonly status: "succeeded" | "failed";
  /** What the backend says of it, secrets struck out. */
  readonly message: string | null;
}

/** `known`: it had ended so already. `refused`: it ended otherwise, or is not the backend's to end. */
export type CompleteAnswer =
  | { readonly verdict: "completed" | "known"; readonly run: RunView }
  | { readonly verdict: "refused"; readonly run: RunView; readonly why: string }
  | { readonly verdict: "unknown" };
