import { z } from "zod";
import { at, between, every, offset } from "./schedule-times.ts";
import { days } from "./schedule-days.ts";
import { modifiers, once } from "./schedule-dates.ts";
import { textThat } from "./texts.ts";
import { isMap, map, union } from "./union.ts";

/** The keys that make a map a schedule; no environment can bear one of these names. */
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

const cronText = textThat(
  {
    description: 'Cron, five fields, weekdays by name: "0 9 * * MON-FRI".',
    examples: ["0 9 * * MON-FRI"],
  },
  (value) =>
    value === ""
      ? { code: "SCH104", message: "this schedule is empty", hint: "write `manual` for a job without one" }
      : null,
);

const cronForm = map({ cron: cronText, ...modifiers });
const everyForm = map({
  every,
  offset: offset.optional(),
  between: between.optional(),
  days: days.optional(),
  at: at.optional(),
  ...modifiers,
});
const atForm = map({ at, days: days.optional(), ...modifiers });
const onceForm = map({ once, timeZone: modifiers.timeZone, dst: modifiers.dst });

const forms = [cronText, cronForm, everyForm, atForm, onceForm] as const;

/** The form that a map was meant as; a map with none of the forms' keys is environment → schedule. */
function formOf(value: unknown): number {
  if (!isMap(value)) return 0;
  if ("cron" in value) return 1;
  if ("every" in value) return 2;
  if ("once" in value) return 4;
  if ("at" in value) return 3;
  if ("offset" in value || "between" in value) return 2;
  return scheduleKeys.some((key) => key in value) ? 3 : 5;
}

const oneSchedule = union(forms, (value) => Math.min(formOf(value), 4)).meta({ title: "One schedule" });
const someSchedules = union([...forms, z.array(oneSchedule)], (value) =>
  Array.isArray(value) ? 5 : Math.min(formOf(value), 4),
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
  (value) => (Array.isArray(value) ? 5 : formOf(value) === 5 ? 6 : formOf(value)),
).meta({
  description:
    'When it runs: cron ("0 9 * * MON-FRI"), { every: 15m }, { at: "02:06" }, { once: "2027-05-06T22:00" }, a list of these, a map environment → schedule, or `manual`.',
});
