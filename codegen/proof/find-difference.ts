import type { EpochMinute } from "../../src/schedule/cron.ts";

/** Minutes of UTC, ascending. */
export interface Difference {
  /** Declared, and not given. */
  readonly missing: readonly EpochMinute[];
  /** Given, and not declared, or given once more than declared. */
  readonly extra: readonly EpochMinute[];
}

/** What two ascending lists do not have in common, a minute counting as often as it stands there; null: they are equal. */
export function findDifference(
  declared: readonly EpochMinute[],
  given: readonly EpochMinute[],
): Difference | null {
  const missing: EpochMinute[] = [];
  const extra: EpochMinute[] = [];
  let [next, other] = [0, 0];
  while (next < declared.length || other < given.length) {
    const wanted = declared[next] ?? Infinity;
    const found = given[other] ?? Infinity;
    if (wanted <= found) next++;
    if (found <= wanted) other++;
    if (wanted === found) continue;
    if (wanted < found) missing.push(wanted);
    else extra.push(found);
  }
  return missing.length + extra.length === 0 ? null : { missing, extra };
}
