import type { EpochMinute } from "../../src/schedule/cron.ts";

/** The runs of one version, ascending and each once. */
export interface DatedRuns {
  readonly minutes: readonly EpochMinute[];
  /** The date of a minute on the clock of this version, as a number that grows by one a day. */
  readonly dateOf: (minute: EpochMinute) => number;
}

/** A run that is at another time of its date than before. */
export interface MovedRun {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

/** All that differs, each run once. */
export interface PairedRuns {
  readonly lost: readonly EpochMinute[];
  readonly gained: readonly EpochMinute[];
  readonly moved: readonly MovedRun[];
}

/** Of more runs a day nobody can say which of the new ones stands for which of the old. */
const mostOfDate = 4;

/**
 * Takes a run that falls away and one that comes for one that moves, in their order, where both versions have equally many
 * runs on that date, and few. Each dates its runs by its own clock: the run of a date stays that run in another zone.
 */
export function pairMoved(before: DatedRuns, after: DatedRuns): PairedRuns {
  const gone = without(before.minutes, after.minutes);
  const come = without(after.minutes, before.minutes);
  if (gone.length === 0 || come.length === 0) return { lost: gone, gained: come, moved: [] };
  const [runsBefore, runsAfter] = [runsByDate(before), runsByDate(after)];
  const comeOn = Map.groupBy(come, after.dateOf);
  const lost: EpochMinute[] = [];
  const moved: MovedRun[] = [];
  for (const [date, from] of Map.groupBy(gone, before.dateOf)) {
    const to = comeOn.get(date) ?? [];
    const count = runsBefore.get(date) ?? 0;
    if (from.length !== to.length || count !== runsAfter.get(date) || count > mostOfDate) lost.push(...from);
    else moved.push(...from.map((minute, index) => ({ from: minute, to: to[index] ?? minute })));
  }
  const arrived = new Set(moved.map(({ to }) => to));
  return { lost, gained: come.filter((minute) => !arrived.has(minute)), moved };
}

/** Those of the one that are not in the other; both ascend. */
export function without(some: readonly EpochMinute[], others: readonly EpochMinute[]): EpochMinute[] {
  let place = 0;
  return some.filter((minute) => {
    while ((others[place] ?? Infinity) < minute) place += 1;
    return others[place] !== minute;
  });
}

function runsByDate({ minutes, dateOf }: DatedRuns): Map<number, number> {
  const counts = new Map<number, number>();
  for (const minute of minutes) {
    const date = dateOf(minute);
    counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  return counts;
}
