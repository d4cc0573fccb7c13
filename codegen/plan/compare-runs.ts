import type { ZoneOffsets } from "../../src/job-map.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { offsetAt } from "../../src/schedule/zone.ts";
import { pairMoved } from "./pair-moved.ts";
import type { DatedRuns, MovedRun, PairedRuns } from "./pair-moved.ts";
import type { FirstDifference, Instant, RunsPlan } from "./plan.ts";

/** A clock's name, and what it shows. */
export interface Clock {
  readonly zone: string;
  readonly offsets: ZoneOffsets;
}

/** What is compared: the runs from `fromMinute` to `untilMinute`, its end exclusive, and their first difference from `nowMinute` on. */
export interface Stretch {
  readonly nowMinute: EpochMinute;
  readonly fromMinute: EpochMinute;
  readonly untilMinute: EpochMinute;
}

/** The runs of one version, ascending and each once, and the clock that they are written for. */
export interface ClockedRuns {
  readonly minutes: readonly EpochMinute[];
  readonly clock: Clock;
}

/**
 * How far runs have to reach over both edges of the stretch: a run and the one that it moves to are on one date, though of
 * two clocks, which are 26 hours apart at most.
 */
export const reachMinutes = 3 * MINUTES_PER_DAY;

/**
 * Says which runs of a stretch are lost, which gained, which moved.
 *
 * @param before with those of `reachMinutes` before and after the stretch; so too `after`
 */
export function compareRuns(before: ClockedRuns, after: ClockedRuns, stretch: Stretch): RunsPlan {
  const isCounted = (minute: EpochMinute) => stretch.fromMinute <= minute && minute < stretch.untilMinute;
  const count = (minutes: readonly EpochMinute[]) => minutes.filter(isCounted).length;
  const paired = pairMoved(dated(before), dated(after));
  const moved = paired.moved.filter(({ from, to }) => isCounted(from) || isCounted(to));
  const leaving = moved.filter(({ to }) => !isCounted(to)).length;
  const entering = moved.filter(({ from }) => !isCounted(from)).length;
  // What moves out over one edge of the stretch and what moves in over the other are one run that moves.
  const across = Math.min(leaving, entering);
  return {
    zones: { before: before.clock.zone, after: after.clock.zone },
    before: count(before.minutes),
    after: count(after.minutes),
    lost: count(paired.lost) + leaving - across,
    gained: count(paired.gained) + entering - across,
    moved: moved.length - leaving - entering + across,
    shift: shiftOf(moved),
    first: firstDifference(paired, before.clock, after.clock, stretch),
  };
}

function dated({ minutes, clock: { offsets } }: ClockedRuns): DatedRuns {
  const dateOf = (minute: EpochMinute) => Math.floor((minute + offsetAt(offsets, minute)) / MINUTES_PER_DAY);
  return { minutes, dateOf };
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
  before: Clock,
  after: Clock,
  { nowMinute, untilMinute }: Stretch,
): FirstDifference | null {
  // Of a run that moves over this very minute, one side is past.
  const future = (minute: EpochMinute) => (nowMinute <= minute && minute < untilMinute ? minute : Infinity);
  let first = { from: Infinity, to: Infinity };
  let firstNew = Infinity;
  const take = (from: EpochMinute, to: EpochMinute) => {
    if (Math.min(from, to) < Math.min(first.from, first.to)) first = { from, to };
    firstNew = Math.min(firstNew, to);
  };
  for (const from of lost) take(future(from), Infinity);
  for (const to of gained) take(Infinity, future(to));
  for (const { from, to } of moved) take(future(from), future(to));
  const from = instantOn(before, first.from);
  const to = instantOn(after, first.to);
  if (from === null && to === null) return null;
  return { from, to, firstNew: to === null ? instantOn(after, firstNew) : null };
}

function instantOn({ zone, offsets }: Clock, minute: EpochMinute): Instant | null {
  return minute === Infinity ? null : { minute, zone, offset: offsetAt(offsets, minute) };
}
