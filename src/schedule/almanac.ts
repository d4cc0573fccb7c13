/** What rules refer to by name. A name that the almanac lacks is our bug, as the compiler has checked them: each function throws. */

import type { Almanac, ZoneOffsets } from "../job-map.ts";
import type { EpochDay } from "./civil.ts";

type Dates = Almanac["dates"];

export function zoneNamed({ zones }: Almanac, name: string): ZoneOffsets {
  return named(zones, name, "zone");
}

/** Whether one of the named sets holds the date. */
export function isInOneOf(names: readonly string[], day: EpochDay, dates: Dates): boolean {
  for (const name of names) {
    const days = datesNamed(dates, name);
    if (days[indexFrom(days, day)] === day) return true;
  }
  return false;
}

/** The first date from `day` on that one of the named sets holds; Infinity where there is none. */
export function firstDateFrom(names: readonly string[], day: EpochDay, dates: Dates): EpochDay {
  let first = Infinity;
  for (const name of names) {
    const days = datesNamed(dates, name);
    first = Math.min(first, days[indexFrom(days, day)] ?? Infinity);
  }
  return first;
}

/** The last date up to `day` that one of the named sets holds; -Infinity where there is none. */
export function lastDateTo(names: readonly string[], day: EpochDay, dates: Dates): EpochDay {
  let last = -Infinity;
  for (const name of names) {
    const days = datesNamed(dates, name);
    last = Math.max(last, days[indexFrom(days, day + 1) - 1] ?? -Infinity);
  }
  return last;
}

/** Binary search for the first that is at least `day`; `days` ascend. */
function indexFrom(days: readonly EpochDay[], day: EpochDay): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? Infinity) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function datesNamed(dates: Dates, name: string): readonly EpochDay[] {
  return named(dates, name, "dates");
}

function named<T>(values: Readonly<Record<string, T>>, name: string, kind: "zone" | "dates"): T {
  const value = values[name];
  if (value === undefined) throw new Error(`the job map's almanac lacks the ${kind} ${JSON.stringify(name)}`);
  return value;
}
