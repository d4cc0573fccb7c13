import type { WeekdayNumbers } from "../diagnostics/diagnostic.ts";
import type { Problem } from "../schema/scalar.ts";

/** What is wrong with a cron text, and where in it: UTF-16 offsets, `end` exclusive. */
export interface CronProblem extends Problem {
  readonly start: number;
  readonly end: number;
  /** What to write in its place where weekdays are counted so; null where that family has no such number. */
  readonly weekdays?: Readonly<Record<WeekdayNumbers, string | null>>;
}
