import { describe, expect, it } from "vitest";
import { matches } from "../../../src/schedule/cron.ts";
import { minuteOf } from "./support/instant.ts";
import { parsed } from "./support/parsed.ts";

interface FieldCase {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly cron: (field: string) => string;
  /** An instant at which only this field's value differs. */
  readonly at: (value: number) => string;
}

const two = (value: number) => String(value).padStart(2, "0");

/** November 2026 begins on a Sunday, so that weekday v is November v. */
const FIELDS: readonly FieldCase[] = [
  {
    name: "minute",
    min: 0,
    max: 59,
    cron: (field) => `${field} 0 * * *`,
    at: (v) => `2026-01-01T00:${two(v)}Z`,
  },
  {
    name: "hour",
    min: 0,
    max: 23,
    cron: (field) => `0 ${field} * * *`,
    at: (v) => `2026-01-01T${two(v)}:00Z`,
  },
  {
    name: "day of month",
    min: 1,
    max: 31,
    cron: (field) => `0 0 ${field} * *`,
    at: (v) => `2026-01-${two(v)}T00:00Z`,
  },
  {
    name: "month",
    min: 1,
    max: 12,
    cron: (field) => `0 0 1 ${field} *`,
    at: (v) => `2026-${two(v)}-01T00:00Z`,
  },
  {
    name: "day of week",
    min: 1,
    max: 7,
    cron: (field) => `0 0 * * ${field}`,
    at: (v) => `2026-11-${two(v)}T00:00Z`,
  },
];

/** From `from` one value after the other, over the field's end, until `to`. */
function walk({ min, max }: FieldCase, from: number, to: number): number[] {
  const values = [from];
  for (let value = from; value !== to; values.push(value)) value = value === max ? min : value + 1;
  return values;
}

function matching(field: FieldCase, text: string): number[] {
  const cron = parsed(field.cron(text));
  const values = Array.from({ length: field.max - field.min + 1 }, (_, index) => field.min + index);
  return values.filter((value) => matches(cron, minuteOf(field.at(value))));
}

const ascending = (values: readonly number[]) => values.toSorted((one, other) => one - other);

describe.each(FIELDS)("ranges of the $name", (field) => {
  it("hold both ends and what lies between, wrapping or not", () => {
    for (let from = field.min; from <= field.max; from++) {
      for (let to = field.min; to <= field.max; to++) {
        expect([`${from}-${to}`, ...matching(field, `${from}-${to}`)]).toEqual([
          `${from}-${to}`,
          ...ascending(walk(field, from, to)),
        ]);
      }
    }
  });

  it("with a step take each n-th of that, counted over the field's end", () => {
    for (let from = field.min; from <= field.max; from++) {
      const to = from === field.min ? field.max : from - 1;
      for (let step = 1; step <= field.max - field.min; step++) {
        const want = walk(field, from, to).filter((_, index) => index % step === 0);
        const text = `${from}-${to}/${step}`;
        expect([text, ...matching(field, text)]).toEqual([text, ...ascending(want)]);
      }
    }
  });
});
