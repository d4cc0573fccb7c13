import { epochDayOf } from "../../src/schedule/civil.ts";
import { minuteOfDay, timePattern } from "./schedule-times.ts";

/** A local date, and the time of day where one is written. */
export interface LocalTime {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minute?: number;
}

const form = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?$/;

/** Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, 1970 to 9999; null for a text that is neither, or a date that does not exist. */
export function parseLocal(text: string): LocalTime | null {
  const match = form.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1, 4).map(Number);
  const time = match[4];
  if (year === undefined || month === undefined || day === undefined) return null;
  const longest = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > longest) return null;
  if (time !== undefined && !timePattern.test(time)) return null;
  return { day: epochDayOf(year, month, day), ...(time !== undefined && { minute: minuteOfDay(time) }) };
}

/** Whether a text is a local date that exists, without a time. */
export function isDate(text: string): boolean {
  const local = parseLocal(text);
  return local !== null && local.minute === undefined;
}
