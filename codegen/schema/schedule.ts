import { z } from "zod";
import type { Problem } from "./scalar.ts";
import { scalar, shown } from "./scalar.ts";
import { durationMs, durationText } from "./duration.ts";
import { listed, oneOf, textThat } from "./texts.ts";
import { isMap, map, union } from "./union.ts";

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

export const ordinals = ["first", "second", "third", "fourth", "fifth", "last"] as const;
export type Ordinal = (typeof ordinals)[number];

/** The keys that make a map a schedule, some kept for later; no environment can bear one of these names. */
export const scheduleKeys = [
  "cron",
  "every",
  "at",
  "once",
  "days",
  "between",
  "offset",
  "dst",
  "from",
  "until",
  "except",
  "only",
] as const;

const dayMs = 86_400_000;

const cronText = textThat(
  {
    description: 'Cron, five fields, UTC, weekdays by name: "0 9 * * MON-FRI".',
    examples: ["0 9 * * MON-FRI"],
  },
  (value) =>
    value === ""
      ? { code: "SCH104", message: "this schedule is empty", hint: "write `manual` for a job without one" }
      : null,
);

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
  { type: "string", pattern: timePattern.source, description: "Time of day, UTC.", examples: ["02:06"] },
  timeProblem,
);
const at = union([time, z.array(time).min(1)], (value) => (Array.isArray(value) ? 1 : 0)).meta({
  description: 'One time of day or several, UTC: "02:06" or ["02:06", "14:06"].',
});

const every = scalar<string>(
  {
    type: "string",
    pattern: "^\\d+(s|m|h)$",
    description: "A period that divides a day into equal parts, counted from midnight UTC: 5m, 45m, 90m, 6h.",
    examples: ["15m"],
  },
  everyProblem,
);

/** Reports SCH105 for no duration, SCH211 for one that does not divide a day into whole minutes. */
function everyProblem(value: unknown): Problem | null {
  const ms = typeof value === "string" ? durationMs(value) : null;
  if (ms === null) {
    const hint = /^\d+$/.test(String(value)) ? `write ${String(value)}m` : "for example 15m";
    return {
      code: "SCH105",
      message: `${shown(value)} is no period: write a whole number of minutes or hours with its unit`,
      hint,
    };
  }
  if (ms >= 60_000 && ms % 60_000 === 0 && ms < dayMs && dayMs % ms === 0) return null;
  if (ms === dayMs)
    return {
      code: "SCH211",
      message: `${shown(value)} is a whole day`,
      hint: 'write { at: "00:00" }, or the time you want',
    };
  if (ms > dayMs)
    return {
      code: "SCH211",
      message: `${shown(value)} is longer than a day`,
      hint: "write the days as `days:` beside `at:`",
    };
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

const offset = textThat(
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

const between = textThat(
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

const weekday = oneOf(weekdays, "A day of the week.");
const weekdayOrList = union([weekday, z.array(weekday).min(1)], (value) => (Array.isArray(value) ? 1 : 0));

const dayOfMonth = scalar<number | "last" | "last-weekday">(
  {
    type: ["integer", "string"],
    description: "1 to 31, `last` or `last-weekday` (the last Monday to Friday of the month).",
  },
  (value) =>
    value === "last" ||
    value === "last-weekday" ||
    (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 31)
      ? null
      : {
          code: "SCH214",
          message: `${shown(value)} is no day of a month: write 1 to 31, \`last\` or \`last-weekday\``,
        },
);

const dayWords = scalar<"weekdays" | "weekends">(
  { type: "string", enum: ["weekdays", "weekends"] },
  (value) => {
    const day = String(value).toLowerCase().slice(0, 3);
    const hint = weekdays.some((each) => each === day) ? `write [${day}]` : undefined;
    return value === "weekdays" || value === "weekends"
      ? null
      : {
          code: "SCH214",
          message: `${shown(value)} is not allowed here: write weekdays, weekends or a list such as [mon, thu]`,
          hint,
        };
  },
);

/** `{ first: sun }`: one branch each, so that a map with two of them is an error. */
const nthWeekdays: z.ZodType<Partial<Record<Ordinal, Weekday | Weekday[]>>>[] = ordinals.map((ordinal) =>
  map({ [ordinal]: weekdayOrList }),
);

const days = union(
  [
    dayWords,
    z.array(weekday).min(1),
    // A map with none of the known keys is explained as this one, so it names them all.
    map({ day: z.array(dayOfMonth).min(1) }, ["day", ...ordinals]),
    ...nthWeekdays,
  ],
  (value) => {
    if (Array.isArray(value)) return 1;
    if (!isMap(value)) return 0;
    const index = ordinals.findIndex((ordinal) => ordinal in value);
    return index < 0 ? 2 : 3 + index;
  },
).meta({
  description:
    "Which days: weekdays, weekends, [mon, thu], { day: [1, last] }, { first: sun }, { last: [fri] }. Every day if left out.",
});

const cronForm = map({ cron: cronText });
const everyForm = map({
  every,
  offset: offset.optional(),
  between: between.optional(),
  days: days.optional(),
});
const atForm = map({ at, days: days.optional() });

const forms = [cronText, cronForm, everyForm, atForm] as const;

/** The form that a map was meant as; a map with none of the forms' keys is environment → schedule. */
function formOf(value: unknown): number {
  if (!isMap(value)) return 0;
  if ("cron" in value) return 1;
  if ("every" in value) return 2;
  if ("at" in value) return 3;
  if ("offset" in value || "between" in value) return 2;
  return "days" in value ? 3 : 4;
}

const oneSchedule = union(forms, (value) => Math.min(formOf(value), 3)).meta({ title: "One schedule" });
const someSchedules = union([...forms, z.array(oneSchedule)], (value) =>
  Array.isArray(value) ? 4 : Math.min(formOf(value), 3),
).meta({
  title: "A schedule, or a list of them",
});

/** Which environments there are is checked later; here only what can't be one. */
const environmentKey = z
  .string()
  .refine((key) => !scheduleKeys.some((each) => each === key))
  .meta({ not: { enum: [...scheduleKeys] } });

/** Any schedule: `manual`, one form, a list of forms, or a map environment → these. */
export const schedule = union(
  [...forms, z.array(oneSchedule), z.record(environmentKey, someSchedules)],
  (value) => (Array.isArray(value) ? 4 : formOf(value) === 4 ? 5 : formOf(value)),
).meta({
  description:
    'When it runs, UTC: cron ("0 9 * * MON-FRI"), { every: 15m }, { at: "02:06" }, a list of these, a map environment → schedule, or `manual`.',
});

/** Every form of schedule, by the key that makes it one. */
export const formNames = listed(["cron", "every", "at"]);
