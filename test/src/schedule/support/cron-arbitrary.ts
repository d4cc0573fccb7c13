import * as fc from "fast-check";

/*
 * Random valid expressions, built from the grammar in words: they know nothing of the parser.
 */

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

type Text = fc.Arbitrary<string>;

function joined(...parts: (Text | string)[]): Text {
  return fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(""));
}

function numberText(min: number, max: number): Text {
  return fc
    .tuple(fc.constantFrom("", "", "", "0", "00"), fc.integer({ min, max }))
    .map(([zeros, value]) => `${zeros}${value}`);
}

function valueText(min: number, max: number, names: readonly string[]): Text {
  if (names.length === 0) return numberText(min, max);
  const name = fc
    .tuple(fc.constantFrom(...names), fc.boolean())
    .map(([text, lower]) => (lower ? text.toLowerCase() : text));
  return fc.oneof(numberText(min, max), name);
}

/** Lists of values, ranges (half of them wrapping) and steps; `*` for the minimum behind a comma. */
function listText(min: number, max: number, names: readonly string[] = []): Text {
  const value = valueText(min, max, names);
  const step = numberText(1, max - min);
  const first = fc.oneof(
    { weight: 4, arbitrary: value },
    joined("*/", step),
    joined(value, "/", step),
    { weight: 2, arbitrary: joined(value, "-", value) },
    joined(value, "-", value, "/", step),
  );
  const later = fc.oneof(
    { weight: 6, arbitrary: first },
    fc.constant("*"),
    joined("*-", value),
    joined("*-", value, "/", step),
  );
  return fc.tuple(first, fc.array(later, { maxLength: 3 })).map(([head, tail]) => [head, ...tail].join(","));
}

function orStar(text: Text): Text {
  return fc.oneof(fc.constant("*"), text);
}

const weekday = valueText(1, 7, WEEKDAYS);
const dayOfMonth = fc.oneof(
  listText(1, 31),
  fc.constantFrom("L", "LW"),
  joined("L-", numberText(1, 30)),
  joined("L-", numberText(1, 30), "W"),
  joined(numberText(1, 31), "W"),
);
const dayOfWeek = fc.oneof(
  listText(1, 7, WEEKDAYS),
  fc.constant("L"),
  joined(weekday, "L"),
  joined(weekday, "#", numberText(1, 5)),
);
const blank = fc.constantFrom(" ", " ", "\t", "  ");

export const cronText: Text = joined(
  orStar(listText(0, 59)),
  blank,
  orStar(listText(0, 23)),
  blank,
  orStar(dayOfMonth),
  blank,
  orStar(listText(1, 12, MONTHS)),
  blank,
  orStar(dayOfWeek),
);
