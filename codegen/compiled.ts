import type { Packing } from "./packing/pack.ts";
import type { ResolvedEnvironment, ResolvedSchedules } from "./resolved.ts";

/** The compiled form: what runs, and what wakes it. What the emitters print. */
export interface CompiledSchedules {
  readonly resolved: ResolvedSchedules;
  readonly environments: readonly CompiledEnvironment[];
  /** Whether the triggers fit the account, and what they cost. */
  readonly packing: Packing;
  /** SHA-256 of `schedules.yaml`, hex. */
  readonly sourceHash: string;
}

export interface CompiledEnvironment {
  readonly environment: ResolvedEnvironment;
  /** Sorted by expression. */
  readonly triggers: readonly Trigger[];
  /** Names of the secrets without which the Worker can't do its work, sorted. */
  readonly secrets: readonly string[];
}

/** A cron trigger of Cloudflare's and the jobs that it wakes, in the file's order. */
export interface Trigger {
  readonly cron: string;
  readonly jobs: readonly string[];
}
