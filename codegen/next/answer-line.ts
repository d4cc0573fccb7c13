import { END_OF_ZONES } from "../../src/schedule/zone.ts";
import { isoMinute, parseIsoMinute } from "./iso-minute.ts";
import { nextRuns } from "./next-runs.ts";
import type { ReadSchedule } from "./read-schedule.ts";
import { readCron, readSchedule } from "./read-schedule.ts";
import { parseJson } from "../text/parse-json.ts";

/** The most runs that one line may ask for. */
export const maxCount = 10_000;
const defaultCount = 5;

export type Answer =
  { readonly ok: true; readonly next: readonly string[] } | { readonly ok: false; readonly error: string };

/**
 * Answers one JSON line `{"schedule": …, "after": ISO, "count": n, "dialect"?: "cloudflare"}`. `after` is
 * exclusive, to the minute, and `now` (epoch milliseconds) where it is left out. Never throws.
 */
export function answerLine(line: string, now: number): Answer {
  try {
    return { ok: true, next: nextOf(parseRequest(line, now), now) };
  } catch (error) {
    if (error instanceof LineError) return { ok: false, error: error.message };
    // A line must not end the answers of those behind it, whatever is in it.
    return {
      ok: false,
      error:
        error instanceof RangeError
          ? "the line is nested too deeply"
          : `this is a bug of ours: ${(error as Error).message}`,
    };
  }
}

class LineError extends Error {}

interface Request {
  readonly schedule: unknown;
  readonly after: number;
  readonly count: number;
  readonly dialect: "schedules" | "cloudflare";
}

function parseRequest(line: string, now: number): Request {
  const value = parseJson(line);
  if (value === undefined) throw new LineError("the line is no JSON");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new LineError('the line is no JSON object {"schedule": …, "after": …, "count": …}');
  const {
    schedule,
    after,
    count = defaultCount,
    dialect = "schedules",
    ...rest
  } = value as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new LineError(`the key \`${unknown}\` is not known: schedule, after, count and dialect are`);
  if (schedule === undefined) throw new LineError("the key `schedule` is missing");
  if (dialect !== "schedules" && dialect !== "cloudflare")
    throw new LineError("`dialect` is cloudflare, or left out");
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > maxCount)
    throw new LineError(`\`count\` is a whole number from 0 to ${maxCount}`);
  const minute =
    after === undefined ? Math.floor(now / 60_000) : typeof after === "string" ? parseIsoMinute(after) : null;
  if (minute === null)
    throw new LineError("`after` is an ISO 8601 time from 1970 to 9999, for example 2026-11-24T00:00:00Z");
  return { schedule, after: minute, count, dialect };
}

function nextOf({ schedule, after, count, dialect }: Request, now: number): string[] {
  const { rules, almanac, diagnostics } = read(schedule, dialect, now);
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error) throw new LineError(`${error.code}: ${error.message}${error.hint ? ` (${error.hint})` : ""}`);
  const isZoned = rules.some(({ zone }) => zone !== undefined);
  if (isZoned && after >= END_OF_ZONES)
    throw new LineError("in a zone the clocks are known to the end of 2040");
  return nextRuns(rules, almanac, after, count).map(isoMinute);
}

function read(schedule: unknown, dialect: Request["dialect"], now: number): ReadSchedule {
  if (dialect === "schedules")
    return typeof schedule === "string" && schedule !== "manual" && schedule !== ""
      ? readCron(schedule, dialect, "schedule")
      : readSchedule(schedule, Math.floor(now / 60_000));
  const text =
    typeof schedule === "object" && schedule !== null && "cron" in schedule ? schedule.cron : schedule;
  if (typeof text !== "string")
    throw new LineError("with the dialect cloudflare a schedule is a cron expression");
  return readCron(text, dialect, "schedule");
}
