import type { EpochMinute } from "../../src/schedule/cron.ts";

/**
 * Ascending, each once. There are hundreds of thousands, and nearly always they are in order already: then the list
 * itself is given back.
 */
export function distinctMinutes(minutes: EpochMinute[]): EpochMinute[] {
  const isAscending = minutes.every(
    (minute, index) => index === 0 || minute > (minutes[index - 1] ?? Infinity),
  );
  return isAscending ? minutes : sortMinutes([...new Set(minutes)]);
}

/** Ascending. */
export function sortMinutes(minutes: readonly EpochMinute[]): EpochMinute[] {
  return minutes.toSorted((one, other) => one - other);
}
