/** What a greater number of seconds counts as. @see https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2 */
const MAX_SECONDS = 2 ** 31;

/**
 * The wait that a `Retry-After` header asks for.
 *
 * @param value seconds (`120`) or an HTTP date in any of its three forms
 * @param now epoch ms, from which a date counts
 * @returns milliseconds, never negative; null when there is no header or it is neither form
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), MAX_SECONDS) * 1000;
  // Every HTTP date begins with a weekday. Date.parse alone would also take "1.5" for a date.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return null;
  // Only asctime's form does not say that it is in GMT.
  const at = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
