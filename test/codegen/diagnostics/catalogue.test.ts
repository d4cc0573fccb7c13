import { describe, expect, test } from "vitest";
import { compile } from "../../../codegen/compile.ts";
import type { Code } from "../../../codegen/diagnostics/catalogue.ts";
import { catalogue } from "../../../codegen/diagnostics/catalogue.ts";
import { exampleInput } from "../../../codegen/diagnostics/example.ts";

const codes = Object.keys(catalogue) as Code[];

/** What can't be shown by an example is shown by tests of its own: of decode, of the limits and of the command line. */
const toldInWords: readonly Code[] = ["SCH002", "SCH010", "SCH404", "SCH506", "SCH510", "SCH601"];

describe("every code's example", () => {
  test.each(codes.filter((code) => !toldInWords.includes(code)))(
    "%s is answered with that code alone",
    (code) => {
      const input = exampleInput(catalogue[code].example);
      const answered = input ? compile(input).diagnostics.map((each) => [each.code, each.severity]) : [];
      expect(new Set(answered.map(([each]) => each))).toEqual(new Set([code]));
      expect(new Set(answered.map(([, severity]) => severity))).toEqual(new Set([catalogue[code].severity]));
    },
  );

  test("only those that can't be are told in words", () => {
    const inWords = codes.filter((code) => "situation" in catalogue[code].example);
    expect(inWords).toEqual(toldInWords);
  });
});

test("the small valid file of the examples has no problem", () => {
  const input = exampleInput({ schedules: "" });
  expect(input && compile(input).diagnostics).toEqual([]);
});
