import { escapeXml } from "../text/escape-xml.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";

/**
 * JUnit XML, as CI systems read it: one test suite with a test case for each diagnostic, or one that passed where there
 * is none. An error is a failure; a warning or info passes, as it does not fail the command, and is its case's output.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function printJunit(diagnostics: readonly Diagnostic[]): string {
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const cases =
    diagnostics.length === 0
      ? ['    <testcase classname="schedules" name="no problems"/>']
      : diagnostics.map(testCase);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="schedules" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function testCase({ code, severity, message, hint, span }: Diagnostic): string {
  const { line, column } = range(span);
  const { file } = span.source;
  const place = `${file}:${line}:${column}`;
  const said = escapeXml(`${place}: ${severity} ${code}: ${message}${hint ? `\nhint: ${hint}` : ""}`);
  const what =
    severity === "error"
      ? `<failure type="${code}" message="${attribute(message)}">${said}</failure>`
      : `<system-out>${said}</system-out>`;
  return [
    `    <testcase classname="${attribute(file)}" name="${attribute(`${code} at ${line}:${column}`)}" file="${attribute(file)}" line="${line}">`,
    `      ${what}`,
    "    </testcase>",
  ].join("\n");
}

/** In an attribute a parser makes a blank of a line's end, unless it is written as a reference. */
function attribute(text: string): string {
  return escapeXml(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
