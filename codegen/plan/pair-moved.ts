import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";

/** A run that is at another time than before. */
export interface MovedRun {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

export interface PairedRuns {
  readonly lost: readonly EpochMinute[];
  readonly gained: readonly EpochMinute[];
  readonly moved: readonly MovedRun[];
}

/**
 * Takes a run that falls away and one that comes for one run that moves, each once: first where both are on one date, the
 * nearer ones together, then where they lie within a day of each other. The lists ascend and have no minute in common.
 *
 * @param dateOf the local date of a minute, as a number that grows by one a day
 */
export function pairMoved(
  lost: readonly EpochMinute[],
  gained: readonly EpochMinute[],
  dateOf: (minute: EpochMinute) => number,
): PairedRuns {
  const moved: MovedRun[] = [];
  const gainedOn = Map.groupBy(gained, dateOf);
  for (const [date, from] of Map.groupBy(lost, dateOf))
    moved.push(...pairOfDate(from, gainedOn.get(date) ?? []));
  const paired = new Set(moved.flatMap(({ from, to }) => [from, to]));
  const isLeft = (minute: EpochMinute) => !paired.has(minute);
  const rest = pairNear(lost.filter(isLeft), gained.filter(isLeft));
  return { ...rest, moved: [...moved, ...rest.moved] };
}

/** As many pairs as the shorter list has members, in order; of the longer list those that are near. */
function pairOfDate(lost: readonly EpochMinute[], gained: readonly EpochMinute[]): MovedRun[] {
  if (gained.length > lost.length)
    return pairOfDate(gained, lost).map(({ from, to }) => ({ from: to, to: from }));
  let place = -1;
  return gained.map((to, index) => {
    // Enough must be left for those that follow.
    const last = lost.length - gained.length + index;
    const distance = (at: number) => Math.abs((lost[at] ?? Infinity) - to);
    place += 1;
    while (place < last && distance(place + 1) < distance(place)) place += 1;
    return { from: lost[place] ?? to, to };
  });
}

function pairNear(lost: readonly EpochMinute[], gained: readonly EpochMinute[]): PairedRuns {
  const rest = { lost: [] as EpochMinute[], gained: [] as EpochMinute[], moved: [] as MovedRun[] };
  let [atLost, atGained] = [0, 0];
  while (atLost < lost.length || atGained < gained.length) {
    const [from = Infinity, to = Infinity] = [lost[atLost], gained[atGained]];
    if (Math.abs(from - to) <= MINUTES_PER_DAY) rest.moved.push({ from, to });
    else if (from < to) rest.lost.push(from);
    else rest.gained.push(to);
    if (from <= to || Math.abs(from - to) <= MINUTES_PER_DAY) atLost += 1;
    if (to <= from || Math.abs(from - to) <= MINUTES_PER_DAY) atGained += 1;
  }
  return rest;
}
