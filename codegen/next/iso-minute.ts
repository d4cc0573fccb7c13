import type { EpochMinute } from "../../src/schedule/cron.ts";

const form = /^(\d{4})-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** The minute of an ISO 8601 date or date-time, 1970 to 9999; UTC where it names no offset. null for any other text. */
export function parseIsoMinute(text: string): EpochMinute | null {
  const match = form.exec(text);
  if (!match) return null;
  const time = match[2];
  const ms = Date.parse(time === undefined ? text : match[5] === undefined ? `${text}Z` : text);
  if (Number.isNaN(ms) || ms < 0) return null;
  // Date.parse takes 31 February for 3 March.
  const date = text.slice(0, 10);
  if (new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date) return null;
  return Math.floor(ms / 60_000);
}

/** `2026-11-24T09:00:00Z`. */
export function isoMinute(minute: EpochMinute): string {
  return new Date(minute * 60_000).toISOString().replace(".000Z", "Z");
}
