import type { ZoneOffsets } from "../../src/job-map.ts";
import { epochDayOf, MINUTES_PER_DAY, type EpochMinute } from "../../src/schedule/civil.ts";
import { END_OF_ZONES } from "../../src/schedule/zone.ts";
import { intlOffset } from "../../src/schedule/intl-offset.ts";

/** The first year whose changes are compiled. */
export const FIRST_YEAR = 2025;

/**
 * How far apart the offset is sampled: two changes within it that cancel out would be missed. The closest two of any
 * zone in these years are a week apart, in Gaza in October 2040.
 */
const STEP = 4 * MINUTES_PER_DAY;

const known = new Map<string, ZoneOffsets>();

/**
 * All changes of a zone's offset from `firstYear` (2025 for what is compiled) to 2040, from this runtime's own zone data. They are the same for
 * everyone, as the `node` package pins the runtime. Read once for each name.
 * @param name a name that `checkZoneName` lets through
 * @throws RangeError where the runtime does not know the zone
 */
export function readZone(name: string, firstYear: number = FIRST_YEAR): ZoneOffsets {
  const key = `${name} ${firstYear}`;
  let zone = known.get(key);
  if (zone === undefined) {
    zone = findChanges(intlOffset(name), epochDayOf(firstYear, 1, 1) * MINUTES_PER_DAY);
    known.set(key, zone);
  }
  return zone;
}

function findChanges(offsetAt: (minute: EpochMinute) => number, start: EpochMinute): ZoneOffsets {
  const first = offsetAt(start - 1);
  const changes: [number, number][] = [];
  let before = start - 1;
  let offset = first;
  while (before < END_OF_ZONES - 1) {
    const after = Math.min(before + STEP, END_OF_ZONES - 1);
    const offsetAfter = offsetAt(after);
    // Between two samples the offset may change twice: each round finds the first change that is left.
    if (offsetAfter === offset) {
      before = after;
      continue;
    }
    const change = firstDifference(offsetAt, offset, before, after);
    offset = offsetAt(change);
    changes.push([change, offset]);
    before = change;
  }
  return { first, changes };
}

/** The minute at which the offset is no longer the one at `before`; at `after` it is another. */
function firstDifference(
  offsetAt: (minute: EpochMinute) => number,
  offset: number,
  before: EpochMinute,
  after: EpochMinute,
): EpochMinute {
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
