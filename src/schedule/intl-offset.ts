import type { EpochMinute } from "./civil.ts";

const ZERO = 48;
const MINUS = 45;

/**
 * Reads a zone's offset, in minutes east of UTC, from the runtime's own zone data. About a microsecond
 * each, a hundred times the price of compiled offsets: for the compiler and for comparisons, not for what is due.
 * @param zone IANA name
 * @throws RangeError where the runtime does not know the zone
 */
export function intlOffset(zone: string): (minute: EpochMinute) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (minute) => parseOffset(format.format(minute * 60_000));
}

/** `1/31/2026, GMT-03:30` → -210; `GMT` alone is 0. Seconds, which offsets had up to 1972, are dropped. */
function parseOffset(text: string): number {
  const sign = text.lastIndexOf("GMT") + 3;
  if (sign === text.length) return 0;
  const minutes = 60 * twoDigits(text, sign + 1) + twoDigits(text, sign + 4);
  return text.charCodeAt(sign) === MINUS ? -minutes : minutes;
}

function twoDigits(text: string, start: number): number {
  return 10 * (text.charCodeAt(start) - ZERO) + text.charCodeAt(start + 1) - ZERO;
}
