/** The longest that a dry run may ask to be held. */
const MAX_HOLD_MS = 2000;

/**
 * What `X-Cron-Dry-Run` asks for: `1` is all checks and no work; `hold=500` is to take half a second over that, so
 * that a second request finds the first one going.
 *
 * @returns milliseconds; null for a real run; "malformed" for another value, which must not become a real run
 */
export function dryRunHoldMs(header: string | null): number | null | "malformed" {
  if (header === null) return null;
  if (header === "1") return 0;
  const held = Number(/^hold=(\d{1,4})$/.exec(header)?.[1] ?? Number.NaN);
  return held <= MAX_HOLD_MS ? held : "malformed";
}
