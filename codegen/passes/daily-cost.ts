import type { Almanac } from "../../src/job-map.ts";
import type { Cost, DailyCost } from "../compiled.ts";
import { planAllowances } from "../limits.ts";
import type { Packing } from "../packing/pack.ts";
import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import { thousands } from "../text/thousands.ts";
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

/** Adds up all environments, day by day. Jobs that are paused count: they will run again. */
export function dailyCost(
  environments: readonly ResolvedEnvironment[],
  almanac: Almanac,
  packing: Packing,
): Cost {
  const enabled = environments.map(({ jobs }) => jobs.filter(({ settings }) => settings.enabled));
  const counts = enabled.map((jobs) => countRuns(schedulesOf(jobs), almanac));
  const completed = enabled.flatMap((jobs) => jobs.filter(({ completion }) => completion !== null));
  const completions = countRuns(schedulesOf(completed), almanac).runs;
  const wakesPerDay = packing.ok ? packing.wakesPerYear / daysPerYear : 0;
  const days = completions.map((completedRuns, day): DailyCost => {
    const sum = (of: "runs" | "dueMinutes") =>
      counts.reduce((total, count) => total + (count[of][day] ?? 0), 0);
    const [runs, dueMinutes] = [sum("runs"), sum("dueMinutes")];
    const total = (of: "rows" | "requests") =>
      perRun[of] * runs +
      perDueMinute[of] * dueMinutes +
      perEnvironment[of] * environments.length +
      perCompletion[of] * completedRuns;
    return {
      workerRequests: wakesPerDay + completedRuns,
      objectRequests: total("requests"),
      rowsWritten: total("rows"),
    };
  });
  return { average: ofEach(days, mean), busiest: ofEach(days, (values) => Math.max(...values)) };
}

function ofEach(days: readonly DailyCost[], figure: (values: readonly number[]) => number): DailyCost {
  return {
    workerRequests: figure(days.map(({ workerRequests }) => workerRequests)),
    objectRequests: figure(days.map(({ objectRequests }) => objectRequests)),
    rowsWritten: figure(days.map(({ rowsWritten }) => rowsWritten)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function schedulesOf(jobs: readonly ResolvedJob[]): Array<ResolvedJob["schedule"]> {
  return jobs.map(({ schedule }) => schedule);
}

/** A day of which a plan must hold the figures: Free refuses what is too much on any, Paid adds a month up. */
export function plannedDay({ average, busiest }: Cost, plan: "free" | "paid"): DailyCost {
  return plan === "free" ? busiest : average;
}

/** A figure for the plan's own period: the busiest day on Free, a month on Paid. */
export function costPerPeriod(cost: Cost, key: keyof DailyCost, plan: "free" | "paid"): number {
  return plannedDay(cost, plan)[key] * (planAllowances[plan].per === "day" ? 1 : daysPerYear / 12);
}

/** `1,234,500`, as docs/limits.md writes numbers. */
export function countText(value: number): string {
  return thousands(Math.round(value));
}
