import { dayOf, minutesPerDay } from "./days.ts";
import type { EpochDay } from "./days.ts";
import type { Collisions } from "./collisions.ts";
import type { Moved, PreviewJob } from "./preview.ts";

/** What a job does on each of some days that are alike for it. */
export interface AlikeDays {
  readonly job: PreviewJob;
  readonly days: readonly EpochDay[];
  readonly runs: readonly RunOfDay[];
}

export interface RunOfDay {
  /** 0 to 1439, UTC. */
  readonly minuteOfDay: number;
  readonly moved: Moved | null;
  /** Whether another job runs at that minute, on one of the days or more. */
  readonly collides: boolean;
}

/**
 * The job's days, those alike together: a month of a weekly schedule is two rows, not thirty. Days without a run are
 * left out.
 */
export function findAlikeDays(job: PreviewJob, collisions: Collisions): AlikeDays[] {
  const runsOn = Map.groupBy(job.runs, ({ minute }) => dayOf(minute));
  const alike = Map.groupBy(runsOn, ([day, runs]) =>
    runs.map(({ minute, moved }) => `${minute - day * minutesPerDay}${moved ?? ""}`).join(" "),
  );
  return [...alike.values()].map((group) => {
    const days = group.map(([day]) => day);
    const runs = (group[0]?.[1] ?? []).map(({ minute, moved }) => {
      const minuteOfDay = minute - dayOf(minute) * minutesPerDay;
      return {
        minuteOfDay,
        moved,
        collides: days.some((day) => collisions.has(day * minutesPerDay + minuteOfDay)),
      };
    });
    return { job, days, runs };
  });
}

/** Rows with the same days as one block; the block with the most days first, then the earlier one. */
export function inBlocks(rows: readonly AlikeDays[]): (readonly AlikeDays[])[] {
  const blocks = [...Map.groupBy(rows, ({ days }) => days.join(" ")).values()];
  const daysOf = (block: readonly AlikeDays[]): readonly EpochDay[] => block[0]?.days ?? [];
  return blocks.toSorted(
    (a, b) => daysOf(b).length - daysOf(a).length || (daysOf(a)[0] ?? 0) - (daysOf(b)[0] ?? 0),
  );
}
