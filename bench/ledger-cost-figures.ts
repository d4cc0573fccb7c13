import type { DailyCost } from "../codegen/compiled.ts";
import { planAllowances } from "../codegen/limits.ts";
import { countText } from "../codegen/passes/daily-cost.ts";
import type { DayCost } from "./ledger-cost-meter.ts";

const { free } = planAllowances;

/** What is counted of a day. */
const counted = {
  runs: ({ runs }) => runs,
  /** At which something was due: a spare wake does not call the ledger. */
  ticks: ({ requests }) => requests["claim"] ?? 0,
  alarms: ({ requests }) => requests["alarm"] ?? 0,
  requests: ({ requests }) => sum(requests, /^/),
  /** The record of a run, its job's own row, and a record that is pruned. */
  runRows: ({ rows }) => sum(rows, /^(record|own) (runs|jobs|pruned)$/),
  /** The list of what is under way, and setting the alarm. */
  tickRows: ({ rows }) => sum(rows, /^(claim .*|(record|own) (ledger|alarm))$/),
  alarmRows: ({ rows }) => sum(rows, /^alarm /),
  rows: ({ rows }) => sum(rows, /^/),
} satisfies Record<string, (day: DayCost) => number>;

type Count = keyof typeof counted;

/** An environment, or all together. */
export interface Measured {
  readonly name: string;
  /** By count, a number for each day. */
  readonly days: Readonly<Record<Count, readonly number[]>>;
  /** The same of a day on which the cron brought nothing. */
  readonly silent: Readonly<Record<Count, number>>;
  /** What `generate` reckons with. */
  readonly generated: DailyCost;
}

/** @param all the last of them is the day without a cron */
export function measuredOf(name: string, all: readonly DayCost[], generated: DailyCost): Measured {
  const silent = all.slice(-1);
  return {
    name,
    days: byCount((of) => all.slice(0, -1).map(of)),
    silent: byCount((of) => mean(silent.map(of))),
    generated,
  };
}

function byCount<T>(value: (of: (day: DayCost) => number) => T): Record<Count, T> {
  const entries = Object.entries(counted).map(([count, of]) => [count, value(of)]);
  return Object.fromEntries(entries) as Record<Count, T>;
}

/** The same days of all environments. */
export function together(environments: readonly (readonly DayCost[])[]): DayCost[] {
  const [first = []] = environments;
  return first.map((_, day) => {
    const costs = environments.flatMap((days) => days[day] ?? []);
    return {
      runs: costs.reduce((total, { runs }) => total + runs, 0),
      requests: addUp(costs.map(({ requests }) => requests)),
      rows: addUp(costs.map(({ rows }) => rows)),
    };
  });
}

type Counts = DayCost["rows"];

function addUp(all: readonly Counts[]): Counts {
  const keys = new Set(all.flatMap((counts) => Object.keys(counts)));
  return Object.fromEntries(
    Array.from(keys, (key) => [key, all.reduce((total, counts) => total + (counts[key] ?? 0), 0)]),
  );
}

function sum(counts: Counts, pattern: RegExp): number {
  return Object.entries(counts).reduce((total, [key, count]) => total + (pattern.test(key) ? count : 0), 0);
}

type Figure = readonly [label: string, of: (environment: Measured) => string];

/** The lines of the table. */
export const figures: readonly Figure[] = [
  ["runs a day", ({ days }) => countText(mean(days.runs))],
  ["rows a run", ({ days }) => ratio(days.runRows, days.runs)],
  ["rows a tick", ({ days }) => ratio(days.tickRows, days.ticks)],
  ["alarms a day", ({ days }) => countText(mean(days.alarms))],
  ["rows an alarm", ({ days }) => ratio(days.alarmRows, days.alarms)],
  ["rows a day", ({ days }) => countText(mean(days.rows))],
  ["… on the busiest", ({ days }) => ofFree(Math.max(...days.rows), free.rowsWritten)],
  ["… as generate says", ({ generated }) => countText(generated.rowsWritten)],
  ["requests a day", ({ days }) => countText(mean(days.requests))],
  ["… on the busiest", ({ days }) => ofFree(Math.max(...days.requests), free.objectRequests)],
  ["… as generate says", ({ generated }) => countText(generated.objectRequests)],
  ["rows in these days", ({ days }) => countText(sumOf(days.rows))],
  ["requests in these days", ({ days }) => countText(sumOf(days.requests))],
  ["rows of a run made up", (environment) => madeUp(environment, "rows")],
  ["requests of a run made up", (environment) => madeUp(environment, "requests")],
];

function sumOf(days: readonly number[]): number {
  return days.reduce((total, day) => total + day, 0);
}

function mean(days: readonly number[]): number {
  return sumOf(days) / days.length;
}

function ratio(rows: readonly number[], of: readonly number[]): string {
  return mean(of) === 0 ? "-" : (mean(rows) / mean(of)).toFixed(2);
}

function ofFree(count: number, limit: number): string {
  return `${countText(count)} (${((100 * count) / limit).toFixed(1)} % of Free)`;
}

/** What a run that is made up costs, the alarms of a day on which nothing happens left out. */
function madeUp({ days, silent }: Measured, count: "rows" | "requests"): string {
  return ((silent[count] - mean(days.alarms)) / silent.runs).toFixed(2);
}
