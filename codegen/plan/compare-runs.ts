import type { ZoneOffsets } from "../../src/job-map.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { offsetAt } from "../../src/schedule/zone.ts";
import { pairMoved } from "./pair-moved.ts";
import type { MovedRun, PairedRuns } from "./pair-moved.ts";
import type { FirstDifference, RunsPlan } from "./plan.ts";

/** A clock's name, and what it shows. */
export interface Clock {
  readonly zone: string;
  readonly offsets: ZoneOffsets;
}

/**
 * Compares runs, both lists ascending and without doubles, and says which are lost, which gained, which moved.
 *
 * @param nowMinute the first difference is looked for from then on
 */
export function compareRuns(
  before: readonly EpochMinute[],
  after: readonly EpochMinute[],
  { zone, offsets }: Clock,
  nowMinute: EpochMinute,
): RunsPlan {
  const dateOf = (minute: EpochMinute) => Math.floor((minute + offsetAt(offsets, minute)) / MINUTES_PER_DAY);
  const { lost, gained, moved } = pairMoved(without(before, after), without(after, before), dateOf);
  return {
    zone,
    before: before.length,
    after: after.length,
    lost: lost.length,
    gained: gained.length,
    moved: moved.length,
    shift: shiftOf(moved),
    first: firstDifference({ lost, gained, moved }, offsets, nowMinute),
  };
}

/** Those of the one that are not in the other; both ascend. */
export function without(some: readonly EpochMinute[], others: readonly EpochMinute[]): EpochMinute[] {
  let place = 0;
  return some.filter((minute) => {
    while ((others[place] ?? Infinity) < minute) place += 1;
    return others[place] !== minute;
  });
}

function shiftOf(moved: readonly MovedRun[]): RunsPlan["shift"] {
  if (moved.length === 0) return null;
  let [least, most] = [Infinity, -Infinity];
  for (const { from, to } of moved) {
    least = Math.min(least, to - from);
    most = Math.max(most, to - from);
  }
  return { least, most };
}

function firstDifference(
  { lost, gained, moved }: PairedRuns,
  offsets: ZoneOffsets,
  nowMinute: EpochMinute,
): FirstDifference | null {
  // Of a run that moves over this very minute, one side is past.
  const future = (minute: EpochMinute) => (minute < nowMinute ? null : minute);
  let first: { from: EpochMinute | null; to: EpochMinute | null } = { from: null, to: null };
  const startOf = ({ from, to }: typeof first) => Math.min(from ?? Infinity, to ?? Infinity);
  const take = (from: EpochMinute | null, to: EpochMinute | null) => {
    if (startOf({ from, to }) < startOf(first)) first = { from, to };
  };
  for (const from of lost) take(future(from), null);
  for (const to of gained) take(null, future(to));
  for (const { from, to } of moved) take(future(from), future(to));
  const instant = (minute: EpochMinute | null) =>
    minute === null ? null : { minute, offset: offsetAt(offsets, minute) };
  const [from, to] = [instant(first.from), instant(first.to)];
  return from === null && to === null ? null : { from, to };
}
