import type { CompileResult } from "../../../codegen/compile.ts";
import { compile } from "../../../codegen/compile.ts";
import type { Diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { range } from "../../../codegen/diagnostics/diagnostic.ts";

/** A template that is in order: without one every result would begin with SCH501. */
export const plainTemplate = 'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\n';

/** Compiles a file's text or bytes; `template` null is a project without one. */
export function compileText(
  config: string | Uint8Array,
  template: string | null = plainTemplate,
): CompileResult {
  const encoder = new TextEncoder();
  return compile({
    nowMinute: Date.UTC(2026, 10, 23) / 60_000,
    config: { file: "schedules.yaml", bytes: typeof config === "string" ? encoder.encode(config) : config },
    template: { file: "wrangler.template.toml", bytes: template === null ? null : encoder.encode(template) },
  });
}

/** `SCH101 7:3-7:11`: code, first and last place from 1, the end column after the last character. */
export function placeOf(diagnostic: Diagnostic): string {
  const { line, column, endLine, endColumn } = range(diagnostic.span);
  return `${diagnostic.code} ${line}:${column}-${endLine}:${endColumn}`;
}

export function placesOf(result: CompileResult): string[] {
  return result.diagnostics.map(placeOf);
}

/** A whole file around one job's lines, which begin at line 9 and are indented by four. */
export function fileWithJob(lines: string): string {
  return `version: 1
worker: cron-worker
account: { plan: paid }
environments:
  production:
    backend: https://api.example.com
jobs:
  job:
    ${lines.replaceAll("\n", "\n    ")}
`;
}

/** The text under a diagnostic. */
export function markedText({ span }: Diagnostic): string {
  return span.source.text.slice(span.start, span.end);
}
