import { compile } from "../codegen/compile.ts";
import type { Code } from "../codegen/diagnostics/catalogue.ts";
import { catalogue } from "../codegen/diagnostics/catalogue.ts";
import type { Diagnostic } from "../codegen/diagnostics/diagnostic.ts";
import type { Example } from "../codegen/diagnostics/example.ts";
import { exampleInput } from "../codegen/diagnostics/example.ts";
import { printText } from "../codegen/diagnostics/print-text.ts";
import pc from "picocolors";

const groups = [
  ["0", "The file"],
  ["1", "Its shape"],
  ["2", "Schedules"],
  ["3", "What is meant"],
  ["4", "The account's limits"],
  ["5", "The template"],
  ["6", "What is written"],
] as const;

/** docs/diagnostics.md: every code with its meaning, an example, and what the compiler answers to it. */
export function diagnosticsDoc(): string {
  const codes = Object.keys(catalogue).toSorted() as Code[];
  return [
    "<!-- Made from codegen/diagnostics/ by `npm run test:update`. Do not edit. -->",
    "",
    "# Diagnostics",
    "",
    "Every problem that the compiler reports has a code, and a code never changes its meaning. An **error** stops the compile, a **warning** is legal and seldom meant, an **info** is worth knowing. Examples show only the keys that matter.",
    "",
    ...groups.flatMap(([digit, title]) => [
      `## ${title}`,
      "",
      ...codes.filter((code) => code[3] === digit).flatMap(section),
    ]),
  ].join("\n");
}

/** What the compiler says of an entry's example under the entry's own code; empty where it is only told in words. */
export function exampleDiagnostics(code: Code): readonly Diagnostic[] {
  const input = exampleInput(catalogue[code].example);
  return input ? compile(input).diagnostics.filter((each) => each.code === code) : [];
}

function section(code: Code): string[] {
  const { severity, title, about, example } = catalogue[code];
  const answer = exampleDiagnostics(code);
  return [
    `### ${code}`,
    "",
    `**${title}** (${severity}). ${about}`,
    "",
    ...shownExample(example),
    "",
    ...(answer.length === 0
      ? []
      : ["```text", printText(answer.slice(0, 1), pc.createColors(false)), "```", ""]),
  ];
}

function shownExample(example: Example): string[] {
  if ("situation" in example) return [`For example: ${example.situation}`];
  if ("whole" in example) return fence("yaml", example.whole);
  if ("base64" in example) return fence("yaml", example.shown);
  const { template, schedules } = example;
  return [
    ...(schedules === undefined ? [] : fence("yaml", schedules)),
    ...(typeof template === "string" ? fence("toml", template) : []),
    ...(template === null ? ["For example: a directory with schedules.yaml alone."] : []),
  ];
}

function fence(language: string, text: string): string[] {
  // A fragment is no whole file: the test of the documentation compiles only those that are.
  return [`\`\`\`${language}`, ...(language === "yaml" ? ["# fragment"] : []), text.trimEnd(), "```"];
}
