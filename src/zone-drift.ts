import type { Almanac, ZoneOffsets } from "./job-map.ts";
import { MINUTES_PER_DAY, type EpochMinute } from "./schedule/civil.ts";
import { intlOffset } from "./schedule/intl-offset.ts";
import { offsetAt, periodAt, startOf } from "./schedule/zone.ts";

/** A zone of which the compiled offsets and the runtime's own zone data say different things. */
interface ZoneDrift {
  /** IANA name. */
  readonly zone: string;
  /** The first minute of UTC at which the two differ; where the runtime does not know the zone, that of the call. */
  readonly minute: EpochMinute;
}

/** 13 months at their longest. */
const HORIZON = 400 * MINUTES_PER_DAY;
/**
 * How far apart the runtime is asked where no change was compiled. A change that it alone knows lasts longer: weeks,
 * mostly half a year.
 */
const STEP = 4 * MINUTES_PER_DAY;

/**
 * The zones whose clocks the runtime sees otherwise within 13 months, in the almanac's order. The runs follow the
 * compiled offsets all the same; a difference says that it is time to generate again.
 *
 * It asks the runtime's `Intl` about a hundred times a zone, about 0.2 ms: once in an isolate's life, not at each request.
 * @param now minute of UTC at which to begin
 */
export function findZoneDrift(zones: Almanac["zones"], now: EpochMinute): ZoneDrift[] {
  return Object.entries(zones).flatMap(([zone, offsets]) => {
    const minute = firstDifference(offsets, runtimeOffset(zone), now);
    return minute === null ? [] : [{ zone, minute }];
  });
}

type Offset = (minute: EpochMinute) => number;

/** NaN, which equals no offset, where the runtime does not know the zone. */
function runtimeOffset(zone: string): Offset {
  try {
    return intlOffset(zone);
  } catch (error) {
    if (error instanceof RangeError) return () => NaN;
    throw error;
  }
}

function firstDifference(zone: ZoneOffsets, runtime: Offset, from: EpochMinute): EpochMinute | null {
  let agreed = from - 1;
  for (let minute = from; minute <= from + HORIZON; minute = nextProbe(zone, minute)) {
    if (runtime(minute) !== offsetAt(zone, minute)) return firstBetween(zone, runtime, agreed, minute);
    agreed = minute;
  }
  return null;
}

/** A step on, but neither past the minute before a compiled change nor past the change itself. */
function nextProbe(zone: ZoneOffsets, minute: EpochMinute): EpochMinute {
  const change = startOf(zone, periodAt(zone, minute) + 1);
  return Math.min(minute + STEP, minute + 1 === change ? change : change - 1);
}

/** The first minute at which they differ, after one at which they agree; at `differs` they do. */
function firstBetween(
  zone: ZoneOffsets,
  runtime: Offset,
  agrees: EpochMinute,
  differs: EpochMinute,
): EpochMinute {
  let low = agrees;
  let high = differs;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (runtime(middle) === offsetAt(zone, middle)) low = middle;
    else high = middle;
  }
  return high;
}
