import type { EpochMinute } from "../../../../src/schedule/cron.ts";

/** The minute of an ISO 8601 instant; seconds are dropped. */
export function minuteOf(iso: string): EpochMinute {
  return Math.floor(Date.parse(iso) / 60_000);
}

/** `2026-11-23T02:06Z`; null stays null. */
export function isoOf(minute: EpochMinute | null): string | null {
  return minute === null ? null : `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;
}
