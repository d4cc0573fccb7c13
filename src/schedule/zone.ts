/**
 * What a zone's clocks show, and when. Instants are whole minutes of UTC, local times whole minutes of
 * the zone's own clock, both since 1970-01-01T00:00.
 *
 * The changes part time into periods: period 0 is what lies before the first change, period n what lies
 * from the nth on. Offsets are less than a day; nothing else is assumed of them or of the distance
 * between two changes.
 */

import type { ZoneOffsets } from "../job-map.ts";
import { epochDayOf, MINUTES_PER_DAY, type EpochMinute } from "./civil.ts";

/** Minutes of a local clock since 1970-01-01T00:00 on that clock. */
export type LocalMinute = number;

/** Exclusive: the changes of 2025 to 2040 are known. */
export const END_OF_ZONES: EpochMinute = epochDayOf(2041, 1, 1) * MINUTES_PER_DAY;

/** The period in which an instant lies. */
export function periodAt({ changes }: ZoneOffsets, minute: EpochMinute): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.[0] ?? Infinity) <= minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Minutes east of UTC in a period. */
export function offsetIn(zone: ZoneOffsets, period: number): number {
  return period === 0 ? zone.first : (zone.changes[period - 1]?.[1] ?? zone.first);
}

/** First instant of a period; -Infinity for period 0, Infinity past the last. */
export function startOf(zone: ZoneOffsets, period: number): EpochMinute {
  return period === 0 ? -Infinity : (zone.changes[period - 1]?.[0] ?? Infinity);
}

/** Minutes east of UTC at an instant. */
export function offsetAt(zone: ZoneOffsets, minute: EpochMinute): number {
  return offsetIn(zone, periodAt(zone, minute));
}

/** The first instant at which the clocks show this time; null for one that they skip. */
export function firstPassOf(zone: ZoneOffsets, local: LocalMinute): EpochMinute | null {
  let period = firstPeriodFor(zone, local);
  for (; startOf(zone, period) <= local + MINUTES_PER_DAY; period++) {
    if (isShownIn(zone, period, local)) return local - offsetIn(zone, period);
  }
  return null;
}

/** The last instant at which the clocks show this time; null for one that they skip. */
export function lastPassOf(zone: ZoneOffsets, local: LocalMinute): EpochMinute | null {
  let last: EpochMinute | null = null;
  let period = firstPeriodFor(zone, local);
  for (; startOf(zone, period) <= local + MINUTES_PER_DAY; period++) {
    if (isShownIn(zone, period, local)) last = local - offsetIn(zone, period);
  }
  return last;
}

/**
 * The instant that the offset before the gap gives to a time that the clocks skip: 02:30 becomes the
 * instant at which they show 03:30. Only for a time of which `firstPassOf` gives null.
 * @see https://tc39.es/proposal-temporal/#sec-temporal-disambiguatepossibleepochnanoseconds `compatible`
 */
export function shiftedFrom(zone: ZoneOffsets, local: LocalMinute): EpochMinute {
  let period = firstPeriodFor(zone, local);
  while (local >= startOf(zone, period + 1) + offsetIn(zone, period + 1)) period++;
  return local - offsetIn(zone, period);
}

/** The period of an instant at which the clocks have not come to this time yet, at any offset below a day. */
function firstPeriodFor(zone: ZoneOffsets, local: LocalMinute): number {
  return periodAt(zone, local - MINUTES_PER_DAY);
}

function isShownIn(zone: ZoneOffsets, period: number, local: LocalMinute): boolean {
  const minute = local - offsetIn(zone, period);
  return startOf(zone, period) <= minute && minute < startOf(zone, period + 1);
}
