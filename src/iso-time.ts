/** ISO 8601 in UTC, to the millisecond, of epoch milliseconds. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
