import type { EpochMinute } from "../../src/schedule/cron.ts";

/** Ascending, each once. */
export function distinctMinutes(minutes: EpochMinute[]): EpochMinute[] {
  const sorted = sortMinutes(minutes);
  const isDistinct = sorted.every((minute, index) => minute !== sorted[index - 1]);
  return isDistinct ? sorted : [...new Set(sorted)];
}

/** Ascending. There are hundreds of thousands, nearly always in order already: then the list itself is given back. */
export function sortMinutes(minutes: EpochMinute[]): EpochMinute[] {
  const isAscending = minutes.every(
    (minute, index) => index === 0 || minute >= (minutes[index - 1] ?? Infinity),
  );
  return isAscending ? minutes : minutes.toSorted((one, other) => one - other);
}
