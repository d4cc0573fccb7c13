import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { durationMs } from "../schema/duration.ts";
import type { RawEvery } from "../schema/raw.ts";
import { minuteOfDay } from "../schema/schedule-times.ts";

/**
 * The grid of an `every` of less than a day, in minutes from the midnight at which its date begins. A window that
 * passes midnight goes on past 1440: its last part belongs to the date on which it began.
 */
export function minutesOfEvery({ every, offset, between }: RawEvery): number[] {
  const period = minutesOf(every);
  const start = offset === undefined ? 0 : minutesOf(offset);
  const grid = Array.from({ length: MINUTES_PER_DAY / period }, (_, index) => start + index * period);
  if (between === undefined) return grid;
  const [from = 0, to = 0] = between.split("-").map(minuteOfDay);
  if (from < to) return grid.filter((minute) => from <= minute && minute <= to);
  const afterMidnight = grid.filter((minute) => minute <= to).map((minute) => minute + MINUTES_PER_DAY);
  return [...grid.filter((minute) => from <= minute), ...afterMidnight];
}

/** Whole minutes of a duration that has passed the schema. */
export function minutesOf(duration: string): number {
  return (durationMs(duration) ?? 0) / 60_000;
}
