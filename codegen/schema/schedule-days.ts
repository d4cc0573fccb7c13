import { z } from "zod";
import { scalar, shown } from "./scalar.ts";
import { oneOf } from "./texts.ts";
import { isMap, map, union } from "./union.ts";

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

export const ordinals = ["first", "second", "third", "fourth", "fifth", "last"] as const;
export type Ordinal = (typeof ordinals)[number];

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
  map({
    [ordinal]: weekdayOrList.meta({ description: `The ${ordinal} such day of the month: one, or a list.` }),
  }),
);

/** `days:` of a schedule. */
export const days = union(
  [
    dayWords,
    z.array(weekday).min(1),
    // A map with none of the known keys is explained as this one, so it names them all.
    map(
      {
        day: z
          .array(dayOfMonth)
          .min(1)
          .meta({ description: "Days of the month: 1 to 31, last, last-weekday." }),
      },
      ["day", ...ordinals],
    ),
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
