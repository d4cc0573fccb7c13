import type { Packing } from "./packing/pack.ts";
import type { ResolvedEnvironment, ResolvedSchedules } from "./resolved.ts";

/** The compiled form: what runs, and what wakes it. What the emitters print. */
export interface CompiledSchedules {
  readonly resolved: ResolvedSchedules;
  readonly environments: readonly CompiledEnvironment[];
  /** Whether the triggers fit the account, and what they cost. */
  readonly packing: Packing;
  readonly cost: Cost;
  /** SHA-256 of `schedules.yaml`, hex. */
  readonly sourceHash: string;
}

/** What a file costs at most: all environments together, no run twice, nobody calling by HTTP. */
export interface Cost {
  /** A day of the year, on average. */
  readonly average: DailyCost;
  /** The most of each on any day of the year, in UTC. */
  readonly busiest: DailyCost;
}

export interface DailyCost {
  /** Requests to Workers: every wake is one. Wakes are counted on average. */
  readonly workerRequests: number;
  /** Requests to the ledgers. */
  readonly objectRequests: number;
  /** Rows that the ledgers write. */
  readonly rowsWritten: number;
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
