import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printValue } from "../../../codegen/emit/print-value.ts";

/** What the printed text says to JavaScript. */
function evaluated(text: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is code, and its meaning is what is tested
  return new Function(`"use strict"; return (${text});`)();
}

describe("printValue", () => {
  it("says to JavaScript what it was given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(evaluated(printValue(value)))).toBe(JSON.stringify(value));
      }),
    );
  });

  it("keeps a key __proto__ a key", () => {
    const value: unknown = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
    expect(JSON.stringify(evaluated(printValue(value)))).toBe('{"__proto__":{"a":1},"b":2}');
  });

  const rows: { given: unknown; want: string }[] = [
    { given: {}, want: "{}" },
    { given: [], want: "[]" },
    { given: { a: undefined, b: 1 }, want: "{ b: 1 }" },
    {
      given: { "two words": 1, $ok: 2, "1": 3, "a-b": 4 },
      want: '{ "1": 3, "two words": 1, $ok: 2, "a-b": 4 }',
    },
    { given: ["a\nb", 'c"d', null, true, 1.5], want: '["a\\nb", "c\\"d", null, true, 1.5]' },
    {
      given: { a: "x".repeat(60), b: "y".repeat(60) },
      want: `{\n  a: "${"x".repeat(60)}",\n  b: "${"y".repeat(60)}",\n}`,
    },
  ];
  it.each(rows)("$want", ({ given, want }) => {
    expect(printValue(given)).toBe(want);
  });
});
