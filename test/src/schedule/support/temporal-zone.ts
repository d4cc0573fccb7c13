import { Temporal } from "temporal-polyfill";
import type { ZoneOffsets } from "../../../../src/job-map.ts";
import type { EpochMinute } from "../../../../src/schedule/cron.ts";

/** A zone's offsets as Temporal knows them, from one date to another (ISO 8601, UTC). */
export function temporalZone(zone: string, from: string, to: string): ZoneOffsets {
  const start = Temporal.Instant.from(`${from}T00:00Z`).toZonedDateTimeISO(zone);
  const changes: [number, number][] = [];
  let next = start.getTimeZoneTransition("next");
  while (next !== null && next.toInstant().toString() < to) {
    changes.push([minuteOfZoned(next), offsetOfZoned(next)]);
    next = next.getTimeZoneTransition("next");
  }
  return { first: offsetOfZoned(start), changes };
}

export function minuteOfZoned(zoned: Temporal.ZonedDateTime): EpochMinute {
  return zoned.epochMilliseconds / 60_000;
}

/** Minutes east of UTC. */
export function offsetOfZoned(zoned: Temporal.ZonedDateTime): number {
  return zoned.offsetNanoseconds / 60e9;
}
