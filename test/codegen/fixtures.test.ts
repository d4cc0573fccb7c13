import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../codegen/diagnostics/catalogue.ts";
import type { Code } from "../../codegen/diagnostics/catalogue.ts";
import {
  compileCase,
  goldenCases,
  goldenFiles,
  goldenNames,
  marksFound,
  marksOf,
} from "./support/golden-case.ts";

const cases = goldenCases();

describe.each(cases)("$kind/$name", (each) => {
  const result = compileCase(each);

  it(each.kind === "ok" ? "compiles" : "does not compile", () => {
    expect(result.files.size > 0).toBe(each.kind === "ok");
  });

  it("expects something, and prints and writes just that", () => {
    const expected = goldenFiles(result);
    expect(expected.size).toBeGreaterThan(0);
    const present = readdirSync(each.folder).filter((name) => goldenNames.some((golden) => golden === name));
    expect(present.toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [name, text] of expected) expect(text).toBe(readFileSync(join(each.folder, name), "utf8"));
  });

  // The marks are written by hand, so that `npm run test:update` can't hide a diagnostic that was lost.
  it("has its diagnostics at the marked lines and nowhere else", () => {
    const marks = marksOf(each);
    if (each.kind === "err") expect(marks).not.toEqual([]);
    expect(marksFound(result)).toEqual(marks);
  });
});

describe("the cases together", () => {
  /** Codes that no file of a case can bring about, each with the test that has it. */
  const elsewhere: Partial<Record<Code, string>> = {
    SCH002: "test/codegen/source/decode.test.ts",
    SCH010: "test/codegen/cli/generate.test.ts",
    SCH501: "test/codegen/template/read-template.test.ts",
    SCH506: "test/codegen/cli/generate.test.ts",
    SCH510: "test/codegen/cli/generate.test.ts",
    SCH601: "test/codegen/cli/generate.test.ts",
  };

  it.each(Object.keys(catalogue).toSorted() as Code[])("%s is in one of them", (code) => {
    const file = elsewhere[code];
    if (file !== undefined) expect(readFileSync(file, "utf8")).toContain(code);
    else expect(cases.filter((each) => marksOf(each).some((mark) => mark.endsWith(code)))).not.toEqual([]);
  });
});
