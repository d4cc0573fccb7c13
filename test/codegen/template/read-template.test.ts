import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environmentKeys, topLevelKeys } from "../../../codegen/template/known-keys.ts";
import { compileText, fileWithJob, markedText, placesOf, plainTemplate } from "../support/compile-text.ts";

const file = fileWithJob('endpoint: /report\nschedule: "0 9 * * *"');

interface WranglerSchema {
  readonly definitions: Readonly<Record<"RawConfig" | "RawEnvironment", { readonly properties: object }>>;
}

/** Codes, and the key that each is about. */
const lacks = (template: string) =>
  compileText(file, template).diagnostics.map(({ code, message }) => [code, /`(\w+)`/.exec(message)?.[1]]);

/** What is told of lines behind a template that is in order. */
const told = (template: string) =>
  compileText(file, plainTemplate + template).diagnostics.map((each) => [
    each.code,
    markedText(each),
    each.hint,
  ]);

describe("the template", () => {
  it("may be missing: an info says what is deployed then", () => {
    const { diagnostics, files } = compileText(file, null);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["SCH501", "info"]]);
    expect(files.get("wrangler.toml")).toContain('main = "src/worker.ts"');
  });

  it("needs what a deploy needs, at the top level or in every environment: SCH508", () => {
    expect(lacks("")).toEqual([
      ["SCH508", "compatibility_date"],
      ["SCH508", "main"],
    ]);
    expect(lacks('main = "a.ts"\n[env.production]\ncompatibility_date = "2026-11-01"\n')).toEqual([]);
    expect(lacks('[env.production]\nmain = "a.ts"\n')).toEqual([["SCH508", "compatibility_date"]]);
  });

  it("is told of a key that is near to one of wrangler's, and of no other: SCH509", () => {
    expect(told("worker_dev = false\nzebra_crossing = 1\n")).toEqual([
      ["SCH509", "worker_dev", "did you mean `workers_dev`?"],
    ]);
    expect(told("[env.production.observabilty]\nenabled = true\n")).toEqual([
      ["SCH509", "env.production.observabilty", "did you mean `observability`?"],
    ]);
  });

  it("knows the keys that the schema of the installed wrangler has", () => {
    const { definitions } = JSON.parse(
      readFileSync("node_modules/wrangler/config-schema.json", "utf8"),
    ) as WranglerSchema;
    expect(environmentKeys.toSorted()).toEqual(Object.keys(definitions.RawEnvironment.properties).toSorted());
    expect(topLevelKeys.toSorted()).toEqual(Object.keys(definitions.RawConfig.properties).toSorted());
  });

  it("is read with CRLF as with LF", () => {
    const lines = `${plainTemplate}logpush = true\n`;
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

  it("says that a merge was not finished, and no more: SCH013", () => {
    const merged = `<<<<<<< HEAD\nlogpush = true\n=======\nlogpush = false\n>>>>>>> other\n`;
    const { diagnostics } = compileText(file, plainTemplate + merged);
    expect(diagnostics.map((each) => [each.code, markedText(each)])).toEqual([["SCH013", "<<<<<<< HEAD"]]);
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
    const { diagnostics } = compileText(file, `${plainTemplate}${template}\n`);
    expect(diagnostics.map((each) => [each.code, markedText(each)])).toEqual([["SCH503", marked]]);
  });

  it("may have a top-level route where there is one environment only", () => {
    expect(placesOf(compileText(file, `${plainTemplate}routes = ["a.example/*"]\n`))).toEqual([]);
    const two = file.replace("jobs:", "  staging: { backend: https://b.example }\njobs:");
    expect(placesOf(compileText(two, `${plainTemplate}routes = ["a.example/*"]\n`))).toEqual([
      "SCH505 3:1-3:7",
    ]);
  });
});
