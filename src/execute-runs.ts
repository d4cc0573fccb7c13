import { executeRun } from "./execute-run.ts";
import type { KnownInvocation } from "./invocation.ts";
import { createLane } from "./lane.ts";
import type { Run, RunResult } from "./run.ts";

/** Runs them all, `concurrency` at once, starting in the order given. Results are in that order too. */
export async function executeRuns(runs: readonly Run[], invocation: KnownInvocation): Promise<RunResult[]> {
  const lane = createLane(invocation.environment.concurrency);
  return Promise.all(runs.map((run) => executeRun(run, lane, invocation)));
}
