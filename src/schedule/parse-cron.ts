import { compileCron } from "./compile-cron.ts";
import { DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH } from "./cron-fields.ts";
import * as messages from "./cron-messages.ts";
import type { CronSyntaxError, ParseResult } from "./cron-model.ts";
import { FieldParser } from "./parse-field.ts";

/**
 * Parses a cron expression as Cloudflare does: minute, hour, day of month, month and day of week, in
 * UTC, separated by spaces or tabs. 1 is Sunday and 7 Saturday. An expression that can never match
 * (`0 0 31 2 *`) is valid; `canEverMatch` tells.
 *
 * @returns the expression, or one error for each bad field, or one for the whole (`field` null)
 * @see https://developers.cloudflare.com/workers/configuration/cron-triggers/
 */
export function parseCron(text: string): ParseResult {
  const parser = new FieldParser(text);
  const minute = parser.next(MINUTE);
  const hour = parser.next(HOUR);
  const dayOfMonth = parser.next(DAY_OF_MONTH);
  const month = parser.next(MONTH);
  const dayOfWeek = parser.next(DAY_OF_WEEK);
  if (minute && hour && dayOfMonth && month && dayOfWeek && parser.isAtEnd) {
    return { ok: true, cron: compileCron(text, [minute, hour, dayOfMonth, month, dayOfWeek]) };
  }
  const whole = shapeError(text);
  return { ok: false, errors: whole === null ? parser.errors : [whole] };
}

/** What is wrong with the expression as a whole: then its parts were no fields, and their errors say nothing. */
function shapeError(text: string): CronSyntaxError | null {
  const blank = foreignBlankError(text);
  if (blank !== null) return blank;
  const words = text.split(/[ \t]+/).filter((word) => word !== "");
  const whole = { field: null, start: 0, end: text.length };
  if (words.length === 0) return { ...whole, message: messages.emptyExpression() };
  if (words.length !== 5) return { ...whole, message: messages.wrongFieldCount(words.length, text) };
  const start = text.length - text.trimStart().length;
  if (start > 0) return { ...whole, end: start, message: messages.outerBlank("before") };
  const end = text.trimEnd().length;
  return end === text.length ? null : { ...whole, start: end, message: messages.outerBlank("after") };
}

/** Line breaks, no-break spaces and the like look like a gap between fields, and are none. */
function foreignBlankError(text: string): CronSyntaxError | null {
  const index = text.search(/[^\S \t]/);
  if (index < 0) return null;
  return { field: null, start: index, end: index + 1, message: messages.foreignBlank() };
}
