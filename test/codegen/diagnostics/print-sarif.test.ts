import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { printSarif } from "../../../codegen/diagnostics/print-sarif.ts";
import { markedText } from "../support/compile-text.ts";
import { compileCase, goldenCases } from "../support/golden-case.ts";
import { under } from "./support/under.ts";

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  locations: [
    { physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region?: Region } },
  ];
  partialFingerprints: Record<string, string>;
}

interface Log {
  runs: [{ tool: { driver: { rules: { id: string; helpUri?: string }[] } }; results: Result[] }];
}

const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync("test/fixtures/sarif/sarif-2.1.0-rtm.5.json", "utf8")) as Record<string, unknown>;
// ajv knows draft 4 no more; of what has changed since, the schema uses its own `id` alone.
const validate = new Ajv({
  strict: false,
  // One of the schema's patterns has a bracket too many, which only an expression without the flag u forgives.
  unicodeRegExp: false,
  formats: { uri: (text: string) => URL.canParse(text), "uri-reference": isUriReference, "date-time": true },
}).compile(schema);

function isUriReference(text: string): boolean {
  return /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-F]{2})*$/i.test(text) && URL.canParse(text, "file:///x/");
}

function log(diagnostics: readonly Diagnostic[], docs = "https://example.com/diagnostics.md"): Log {
  const value: unknown = JSON.parse(printSarif(diagnostics, { docs }));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value as Log;
}

function results(...diagnostics: readonly Diagnostic[]): Result[] {
  return log(diagnostics).runs[0].results;
}

/** What stands between two places, found by lines and not by the offsets that the printer has. */
function textAt(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  const lines = text.split(/(?<=\n)/);
  const offset = (line: number, column: number) => lines.slice(0, line - 1).join("").length + column - 1;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}

describe("a SARIF log", () => {
  it.each(goldenCases())("of $kind/$name fits the schema, and its regions hold what is marked", (each) => {
    const { diagnostics } = compileCase(each);
    const [{ tool, results: found }] = log(diagnostics).runs;
    expect(found).toHaveLength(diagnostics.length);
    for (const [index, { ruleId, ruleIndex, level, locations }] of found.entries()) {
      const given = diagnostics[index] as Diagnostic;
      expect(ruleId).toBe(given.code);
      expect(tool.driver.rules[ruleIndex]?.id).toBe(given.code);
      expect(level).toBe({ error: "error", warning: "warning", info: "note" }[given.severity]);
      const { region, artifactLocation } = locations[0].physicalLocation;
      expect(artifactLocation.uri).toBe(given.span.source.file);
      if (given.span.source.text === "") expect(region).toBeUndefined();
      else expect(region && textAt(given.span.source.text, region)).toBe(markedText(given));
    }
    const prints = found.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("fits the schema where nothing is wrong, and the schema refuses what is no log", () => {
    expect(log([]).runs[0].results).toEqual([]);
    expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  it("is one result with its rule, place and hint", () => {
    const [run] = log([under("a: 1\nbb: two\n", "two", "`two` is wrong", "write 2")]).runs;
    expect(run.tool.driver.rules).toMatchObject([
      {
        id: "SCH104",
        helpUri: "https://example.com/diagnostics.md#sch104",
        defaultConfiguration: { level: "error" },
      },
    ]);
    expect(run.results).toMatchObject([
      {
        message: { text: "`two` is wrong\nhint: write 2" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "f.yaml", uriBaseId: "%SRCROOT%" },
              region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 8 },
            },
          },
        ],
      },
    ]);
  });

  it("names a path of the documentation only where a URI need not be absolute", () => {
    const [rule] = log([under("a", "a")], "docs/diagnostics.md").runs[0].tool.driver.rules;
    expect(rule).not.toHaveProperty("helpUri");
    expect(JSON.stringify(rule)).toContain("docs/diagnostics.md#sch104");
  });

  it("keeps a finding's fingerprint when lines are added above, and tells equal findings apart", () => {
    const fingerprints = (text: string, parts: readonly string[]) =>
      results(...parts.map((part) => under(text, part))).map((each) => each.partialFingerprints);
    const before = fingerprints("a: x\nb: y\n", ["x", "y"]);
    expect(fingerprints("# a comment\n\na: x\nb: y\n", ["x", "y"])).toEqual(before);
    expect(before[0]).not.toEqual(before[1]);
    expect(results(under("a: x", "x", "another message"))[0]?.partialFingerprints).not.toEqual(before[0]);
  });

  it.each([
    { file: "in/a b%#é.yaml", uri: "in/a%20b%25%23%C3%A9.yaml", uriBaseId: "%SRCROOT%" },
    { file: "./in/a.yaml", uri: "in/a.yaml", uriBaseId: "%SRCROOT%" },
    { file: "in\\a.yaml", uri: "in/a.yaml", uriBaseId: "%SRCROOT%" },
    { file: "/home/me/a.yaml", uri: "file:///home/me/a.yaml" },
    { file: "C:\\me\\a.yaml", uri: "file:///C:/me/a.yaml" },
  ])("gives $file as a URI", ({ file, ...want }) => {
    const [found] = results(
      diagnostic("SCH010", { source: { file, text: "" }, start: 0, end: 0 }, "unreadable"),
    );
    expect(found?.locations).toEqual([{ physicalLocation: { artifactLocation: want } }]);
  });
});
