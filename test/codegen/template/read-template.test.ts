import { describe, expect, it } from "vitest";
import { compileText, fileWithJob, markedText, placesOf } from "../support/compile-text.ts";

const file = fileWithJob('endpoint: /report\nschedule: "0 9 * * *"');

describe("the template", () => {
  it("may be missing: an info says what is deployed then", () => {
    const { diagnostics, files } = compileText(file, null);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["SCH501", "info"]]);
    expect(files.get("wrangler.toml")).toContain('main = "src/worker.ts"');
  });

  it("may be empty", () => {
    expect(placesOf(compileText(file, ""))).toEqual([]);
  });

  it("is read with CRLF as with LF", () => {
    const lines = 'main = "a.ts"\nlogpush = true\n';
    expect(compileText(file, lines.replaceAll("\n", "\r\n")).files).toEqual(compileText(file, lines).files);
  });

  const broken: { name: string; template: string; line: number }[] = [
    { name: "no value", template: 'main = "a.ts"\nlogpush =\nx = 1\n', line: 2 },
    { name: "a quote that is not closed", template: 'main = "a.ts\n', line: 1 },
    { name: "a key twice", template: "a = 1\nb = 2\na = 3\n", line: 3 },
    { name: "a table twice", template: "[a]\n[b]\n[a]\n", line: 3 },
    { name: "a bare word", template: 'main = "a.ts"\n\nhello\n', line: 3 },
  ];
  it.each(broken)("is no TOML: $name", ({ template, line }) => {
    const { diagnostics, files } = compileText(file, template);
    expect(diagnostics.map(({ code, span }) => [code, span.source.file])).toEqual([
      ["SCH502", "wrangler.template.toml"],
    ]);
    expect(placesOf({ diagnostics, files, compiled: null })[0]).toMatch(new RegExp(`^SCH502 ${line}:`));
  });

  // Every way in which TOML can write a key that the compiler owns, and what is underlined.
  const owned: { template: string; marked: string }[] = [
    { template: 'name = "x"', marked: "name" },
    { template: '"name" = "x"', marked: '"name"' },
    { template: "vars.A = 1", marked: "vars.A" },
    { template: "[vars]\nA = 1", marked: "vars" },
    { template: "vars = { A = 1 }", marked: "vars" },
    { template: '[env.production]\nname = "x"', marked: "name" },
    { template: "[env.production.triggers]\ncrons = []", marked: "env.production.triggers" },
    { template: "env.production.triggers.crons = []", marked: "env.production.triggers.crons" },
    { template: "env.production = { triggers = { crons = [] } }", marked: "triggers" },
    { template: "[env]\nproduction.secrets.required = []", marked: "production.secrets.required" },
  ];
  it.each(owned)("can't set what schedules.yaml decides: $template", ({ template, marked }) => {
    const { diagnostics } = compileText(file, `${template}\n`);
    expect(diagnostics.map((each) => [each.code, markedText(each)])).toEqual([["SCH503", marked]]);
  });

  it("may have a top-level route where there is one environment only", () => {
    expect(placesOf(compileText(file, 'routes = ["a.example/*"]\n'))).toEqual([]);
    const two = file.replace("jobs:", "  staging: { backend: https://b.example }\njobs:");
    expect(placesOf(compileText(two, 'routes = ["a.example/*"]\n'))).toEqual(["SCH505 1:1-1:7"]);
  });
});
