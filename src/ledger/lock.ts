import type { OpenRun } from "./state.ts";

/** Whether two runs exclude each other. Those of one job do even where a deploy has given it another lock between them. */
export function shareLock(a: Pick<OpenRun, "job" | "lock">, b: Pick<OpenRun, "job" | "lock">): boolean {
  return a.lock === b.lock || a.job === b.job;
}
