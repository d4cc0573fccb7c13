import type { Problem } from "../schema/scalar.ts";

/** What is wrong with a cron text, and where in it: UTF-16 offsets, `end` exclusive. */
export interface CronProblem extends Problem {
  readonly start: number;
  readonly end: number;
}
