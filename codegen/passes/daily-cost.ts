import type { Almanac } from "../../src/job-map.ts";
import type { DailyCost } from "../compiled.ts";
import { planAllowances } from "../limits.ts";
import type { Packing } from "../packing/pack.ts";
import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import type { RunCount } from "./count-runs.ts";
import { countRuns } from "./count-runs.ts";

const daysPerYear = 365.2425;

/** The record of a run, its job's own row, and the record's removal when it is old; its result is one request. */
const perRun = { rows: 3, requests: 1 };
/** Beside it, where the backend completes it: what is under way, and at times the alarm, is written once more. */
const perCompletion = { rows: 2, requests: 1 };
/** The claim, at a minute at which anything is due. A spare wake asks the ledger nothing. */
const perDueMinute = { rows: 2, requests: 1 };
/** Where nothing happens the alarm still rings every 15 minutes, and is set again. */
const perEnvironment = { rows: 96, requests: 96 };

/** Adds up a day of all environments. Jobs that are paused count: they will run again. */
export function dailyCost(
  environments: readonly ResolvedEnvironment[],
  almanac: Almanac,
  packing: Packing,
): DailyCost {
  const enabled = environments.map(({ jobs }) => jobs.filter(({ settings }) => settings.enabled));
  const counts = enabled.map((jobs) => countRuns(schedulesOf(jobs), almanac));
  const completed = enabled.flatMap((jobs) => jobs.filter(({ completion }) => completion !== null));
  const completionsPerDay =
    completed.length === 0 ? 0 : countRuns(schedulesOf(completed), almanac).runsPerDay;
  const total = (of: "rows" | "requests") =>
    counts.reduce(
      (sum, count) => sum + costOf(count, of),
      perEnvironment[of] * environments.length + perCompletion[of] * completionsPerDay,
    );
  return {
    workerRequests: (packing.ok ? packing.wakesPerYear / daysPerYear : 0) + completionsPerDay,
    objectRequests: total("requests"),
    rowsWritten: total("rows"),
  };
}

function schedulesOf(jobs: readonly ResolvedJob[]): Array<ResolvedJob["schedule"]> {
  return jobs.map(({ schedule }) => schedule);
}

function costOf({ runsPerDay, dueMinutesPerDay }: RunCount, of: "rows" | "requests"): number {
  return perRun[of] * runsPerDay + perDueMinute[of] * dueMinutesPerDay;
}

/** A figure for the plan's own period: a day on Free, a month on Paid. */
export function costPerPeriod(cost: DailyCost, key: keyof DailyCost, plan: "free" | "paid"): number {
  return cost[key] * (planAllowances[plan].per === "day" ? 1 : daysPerYear / 12);
}

/** `1,234,500`, as docs/limits.md writes numbers. */
export function countText(value: number): string {
  return Math.round(value).toLocaleString("en");
}
