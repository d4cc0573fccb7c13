import type { EpochMinute } from "../../src/schedule/cron.ts";

/*
 * There are hundreds of thousands of minutes, nearly always in order already: then the list itself is given back.
 */

/** Ascending, each once. */
export function distinctMinutes(minutes: EpochMinute[]): EpochMinute[] {
  for (let index = 1; index < minutes.length; index++) {
    if ((minutes[index] ?? 0) <= (minutes[index - 1] ?? 0)) return [...new Set(sortMinutes(minutes))];
  }
  return minutes;
}

/** Ascending. */
export function sortMinutes(minutes: EpochMinute[]): EpochMinute[] {
  for (let index = 1; index < minutes.length; index++) {
    if ((minutes[index] ?? 0) < (minutes[index - 1] ?? 0))
      return minutes.toSorted((one, other) => one - other);
  }
  return minutes;
}
