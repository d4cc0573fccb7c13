import { isoTime } from "../iso-time.ts";
import { HttpProblem } from "./http-problem.ts";

/** With an offset or `Z`: without one, two readers take it for two instants. */
const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The greatest epoch ms that a Date can hold. @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
export const MAX_EPOCH_MS = 8_640_000_000_000_000;

/**
 * An instant in a request, as epoch ms: ISO 8601 with an offset, or milliseconds since 1970.
 *
 * @param key what to call it in the answer
 * @throws HttpProblem 400 when it is neither, or of a day that no calendar has
 */
export function readInstant(key: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= MAX_EPOCH_MS) return value;
  const [text, date = ""] = (typeof value === "string" && ISO_INSTANT.exec(value)) || [];
  const at = text === undefined ? NaN : Date.parse(text);
  if (Number.isNaN(at)) {
    throw new HttpProblem(
      400,
      `${key} must be a time such as "2026-11-23T02:06:00Z" or "2026-11-23T02:06:00+01:00", or milliseconds since 1970`,
    );
  }
  if (!isDay(date)) throw new HttpProblem(400, `${key} names a day that does not exist: ${date}`);
  return at;
}

/** `Date.parse` takes 31 November for 1 December. */
function isDay(date: string): boolean {
  return isoTime(Date.parse(`${date}T00:00Z`)).startsWith(date);
}
