import { z } from "zod";
import { checkZoneName } from "../zones/check-zone-name.ts";
import { builtIn } from "./built-in.ts";
import { isDate, parseLocal } from "./local-time.ts";
import type { Problem } from "./scalar.ts";
import { shown } from "./scalar.ts";
import { oneOf, textThat } from "./texts.ts";
import { map } from "./union.ts";

const dateForm = '"YYYY-MM-DD", a date that exists, in quotes';
const dateTimeForm = '"YYYY-MM-DDTHH:MM", a date and time that exist, in quotes';

/** Reports SCH216. */
function dateProblem(value: string, allowed: string): Problem {
  const message = `${shown(value)} is no local ${allowed === dateTimeForm ? "time" : "date"}: write ${allowed}`;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value) && value.includes("T");
  return {
    code: "SCH216",
    message,
    hint: zoned ? "leave the offset out: the zone is `timeZone`" : undefined,
  };
}

/** A local date. */
export const date = textThat(
  { pattern: "^\\d{4}-\\d{2}-\\d{2}$", description: "A local date.", examples: ["2026-12-25"] },
  (value) => (isDate(value) ? null : dateProblem(value, dateForm)),
);

/** A local date, or a local date and time. */
export const dateOrTime = (description: string) =>
  textThat(
    { pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?$", description, examples: ["2026-12-25"] },
    (value) => (parseLocal(value) === null ? dateProblem(value, `${dateForm}, or ${dateTimeForm}`) : null),
  );

/** The one run of `once`. */
export const once = textThat(
  {
    pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$",
    description: "One run, local time in the job's time zone.",
    examples: ["2027-05-06T22:00"],
  },
  (value) => (parseLocal(value)?.minute === undefined ? dateProblem(value, dateTimeForm) : null),
);

/** An IANA zone. Reports SCH215. */
export const timeZone = textThat(
  {
    description: "The clock that the schedule is written for: an IANA zone, Area/City, or UTC.",
    default: "UTC",
    examples: ["Europe/London"],
  },
  (value) => {
    const problem = checkZoneName(value);
    return problem && { code: "SCH215", ...problem };
  },
);

export const dst = map({
  gap: oneOf(
    ["shift", "skip"],
    "A time that the clocks skip: runs later by the gap, or not at all.",
    builtIn.dst.gap,
  ).optional(),
  repeat: oneOf(
    ["first", "last", "both"],
    "A time that the clocks show twice.",
    builtIn.dst.repeat,
  ).optional(),
}).meta({ description: "What a change of the clocks does to times of day. Merged key by key." });

const dateSet = z.array(textThat({ description: "Name of a calendar, or a local date." }, () => null)).min(1);

/** What every form that is a map takes. */
export const modifiers = {
  timeZone: timeZone.optional(),
  dst: dst.optional(),
  from: dateOrTime("First local date or time, inclusive.").optional(),
  until: dateOrTime("Last local date or time, inclusive.").optional(),
  except: dateSet.meta({ description: "Calendars or dates on which it does not run." }).optional(),
  only: dateSet.meta({ description: "Calendars or dates on which alone it runs." }).optional(),
};
