import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { runsComparer } from "./compare-jobs.ts";
import type { Stretch } from "./compare-runs.ts";
import { compareEnvironments } from "./compare-environments.ts";
import { wakeCounter } from "./compare-triggers.ts";
import { compareAccounts } from "./compare-accounts.ts";
import { pairByName } from "./pair-by-name.ts";
import { findDangers } from "./find-dangers.ts";
import type { EnvironmentPlan, Plan, ZoneChanges } from "./plan.ts";

/** How far ahead runs are counted: over each change of the clocks once, and a month more. */
export const comparedMonths = 13;

export interface PlanOptions {
  /** When the plan is made, UTC: runs are counted from that day on. */
  readonly nowMinute: EpochMinute;
  readonly kind?: Plan["kind"];
  /** Only this environment; the account stays whole, as its environments share it. */
  readonly only?: string;
  /** When the pauses of the old version were written, by `pauseKey`; those not known are left out. */
  readonly pausedSince?: ReadonlyMap<string, EpochMinute>;
}

/**
 * What `after` does that `before` does not, environment by environment and job by job.
 *
 * @param before null: there was nothing, and everything is added
 */
export function comparePlans(
  before: CompiledSchedules | null,
  after: CompiledSchedules,
  { nowMinute, kind = "versions", only, pausedSince = new Map() }: PlanOptions,
): Plan {
  const fromMinute = Math.floor(nowMinute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  const stretch = { nowMinute, fromMinute, untilMinute: monthsLater(fromMinute, comparedMonths) };
  const compare = runsComparer(stretch);
  const countWakes = wakeCounter();
  const wakes = { before: before ? countWakes(before) : new Map(), after: countWakes(after) };
  const names = new Set(before?.resolved.jobNames);
  const sharedKeys = new Set(after.resolved.jobNames.filter((name) => names.has(name)));
  const context = { nowMinute, pausedSince, sharedKeys };
  const environments = pairByName(before?.environments ?? [], after.environments, nameOf).flatMap(
    ([old, now]) => {
      if (only !== undefined && (now ?? old)?.environment.name !== only) return [];
      const sides = { before: sideOf(old, before), after: sideOf(now, after) };
      return compareEnvironments(sides, compare, wakes, context) ?? [];
    },
  );
  return {
    kind,
    ...stretch,
    dangers: findDangers(before, after, environments, kind),
    environments,
    zones: zonesOf(environments, before, after, stretch),
    account: compareAccounts(before, after, wakes, kind),
  };
}

function monthsLater(minute: EpochMinute, months: number): EpochMinute {
  const date = new Date(minute * 60_000);
  return date.setUTCMonth(date.getUTCMonth() + months) / 60_000;
}

function nameOf({ environment }: CompiledEnvironment): string {
  return environment.name;
}

function sideOf(compiled: CompiledEnvironment | null, of: CompiledSchedules | null) {
  return compiled && of ? { compiled, almanac: of.resolved.almanac } : null;
}

/** The zones in which runs differ, with what their clocks do in the stretch. */
function zonesOf(
  environments: readonly EnvironmentPlan[],
  before: CompiledSchedules | null,
  after: CompiledSchedules,
  { fromMinute, untilMinute }: Stretch,
): ZoneChanges[] {
  const names = new Set(
    environments.flatMap(({ jobs }) => jobs.flatMap(({ runs }) => (runs ? Object.values(runs.zones) : []))),
  );
  const zones = { ...before?.resolved.almanac.zones, ...after.resolved.almanac.zones };
  return [...names].toSorted().flatMap((zone) => {
    const offsets = zones[zone];
    if (!offsets) return [];
    const changes = offsets.changes
      .map(([minute, offset], index) => ({
        minute,
        byMinutes: offset - (offsets.changes[index - 1]?.[1] ?? offsets.first),
      }))
      .filter(({ minute }) => fromMinute <= minute && minute < untilMinute);
    return changes.length === 0 ? [] : [{ zone, changes }];
  });
}
