import { z } from "zod";
import { durationMs, durationText, withUnit } from "./duration.ts";
import type { Problem } from "./scalar.ts";
import { scalar, shown } from "./scalar.ts";
import { textThat } from "./texts.ts";
import { union } from "./union.ts";

const dayMs = 86_400_000;

/** A year and a day: longer periods are better told as dates. */
const maxDays = 366;

/** A time of day as `HH:MM`; 24:00 is not one, as it is 00:00 of the next date. */
export const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Minutes since midnight of `HH:MM`. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeProblem(value: unknown): Problem | null {
  if (typeof value === "string" && timePattern.test(value)) return null;
  const match = /^(\d{1,2})[:.h]?(\d{2})?\s*(am|pm)?$/i.exec(String(value).trim());
  const message = `${shown(value)} is no time of day: write "HH:MM", "00:00" to "23:59", in quotes`;
  if (value === "24:00")
    return { code: "SCH110", message, hint: 'write "00:00": midnight belongs to the date that it begins' };
  if (!match) return { code: "SCH110", message };
  const hour = (Number(match[1]) % (match[3] ? 12 : 24)) + (/pm/i.test(match[3] ?? "") ? 12 : 0);
  const written = `${String(hour).padStart(2, "0")}:${match[2] ?? "00"}`;
  const fits = timePattern.test(written) && Number(match[1]) < 24;
  return { code: "SCH110", message, hint: fits ? `write "${written}"` : undefined };
}

const time = scalar<string>(
  { type: "string", pattern: timePattern.source, description: "Time of day.", examples: ["02:06"] },
  timeProblem,
);
export const at = union([time, z.array(time).min(1)], (value) => (Array.isArray(value) ? 1 : 0)).meta({
  description: 'One time of day or several: "02:06" or ["02:06", "14:06"].',
});

export const every = scalar<string>(
  {
    type: "string",
    pattern: "^\\d+(s|m|h|d|w)$",
    description:
      "A period that divides a day into equal parts, counted from midnight: 5m, 45m, 90m, 6h. Or days and weeks, counted from `from`: 3d, 2w.",
    examples: ["15m"],
  },
  everyProblem,
);

/** Days of an `every` of days or weeks; null for a period of less than a day. */
export function periodDays(text: string): number | null {
  const match = /^(\d{1,4})(d|w)$/.exec(text);
  return match ? Number(match[1]) * (match[2] === "w" ? 7 : 1) : null;
}

/** Reports SCH105 for no duration, SCH106 for too many days, SCH211 for one that does not divide a day into whole minutes. */
function everyProblem(value: unknown): Problem | null {
  const days = typeof value === "string" ? periodDays(value) : null;
  if (days !== null) {
    return days >= 1 && days <= maxDays
      ? null
      : { code: "SCH106", message: `${shown(value)} is out of range: 1d to ${maxDays}d are allowed` };
  }
  const ms = typeof value === "string" ? durationMs(value) : null;
  if (ms === null) {
    const sameLength = withUnit(value, "m");
    const fits = sameLength !== undefined && everyProblem(sameLength) === null;
    return {
      code: "SCH105",
      message: `${shown(value)} is no period: write a whole number of minutes, hours, days or weeks with its unit`,
      hint: sameLength === undefined ? "for example 15m" : `write ${sameLength}`,
      replacement: fits ? sameLength : undefined,
    };
  }
  if (ms >= 60_000 && ms % 60_000 === 0 && ms < dayMs && dayMs % ms === 0) return null;
  if (ms >= dayMs && ms % dayMs === 0) {
    return {
      code: "SCH211",
      message: `${shown(value)} is a whole number of days`,
      hint:
        ms === dayMs
          ? 'write { at: "09:00" } for every day'
          : `write ${ms / dayMs}d and the first date as \`from\``,
    };
  }
  const why =
    ms % 60_000 === 0
      ? "does not divide a day, so the last gap of each day would be shorter"
      : "is no whole number of minutes";
  const nearest = ms < 60_000 ? "1m" : nearestDivisor(ms);
  return {
    code: "SCH211",
    message: `${shown(value)} ${why}`,
    hint: `the nearest period that does is ${nearest}`,
  };
}

function nearestDivisor(ms: number): string {
  const minutes = Array.from({ length: 720 }, (_, index) => index + 1).filter((each) => 1440 % each === 0);
  const nearest = minutes.reduce((best, each) =>
    Math.abs(each - ms / 60_000) < Math.abs(best - ms / 60_000) ? each : best,
  );
  return durationText(nearest * 60_000);
}

export const offset = textThat(
  {
    pattern: "^\\d+(m|h)$",
    description: "Moves the grid of `every` by whole minutes, less than the period.",
    examples: ["5m"],
  },
  (value) => {
    const ms = durationMs(value);
    return ms !== null && ms % 60_000 === 0
      ? null
      : { code: "SCH105", message: `${shown(value)} is no offset: write whole minutes, for example 5m` };
  },
);

export const between = textThat(
  {
    pattern: "^\\d\\d:\\d\\d-\\d\\d:\\d\\d$",
    description:
      'Only between two times of day, ends included: "07:00-19:00". "22:00-06:00" belongs to the date on which it begins.',
    examples: ["07:00-19:00"],
  },
  (value) => {
    const [from = "", to = "", rest] = value.split("-");
    if (rest === undefined && timePattern.test(from) && timePattern.test(to) && from !== to) return null;
    const message = `${shown(value)} is no window: write "HH:MM-HH:MM", two different times from "00:00" to "23:59"`;
    return { code: "SCH110", message, hint: 'for example between: "07:00-19:00"' };
  },
);
