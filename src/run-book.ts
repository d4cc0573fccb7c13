import type { Run, RunResult } from "./run.ts";

/** Who keeps the book of runs that have been claimed. */
export interface RunBook {
  /** Takes a result. Resolves when it has been taken, or cannot be; never rejects. */
  readonly record: (result: RunResult) => Promise<void>;
  /** Lets a run go on until `leaseUntil` (epoch ms). False where it may not, or nobody answers; never rejects. */
  readonly renew: (run: Run, leaseUntil: number) => Promise<boolean>;
}
