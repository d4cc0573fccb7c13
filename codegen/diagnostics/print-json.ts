import type { Diagnostic } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";

/**
 * One JSON object for programs: `{"diagnostics": [{code, severity, message, file, line, column, endLine, endColumn,
 * hint?}]}`. Lines and columns count from 1; the end column is the one after the last character.
 */
export function printJson(diagnostics: readonly Diagnostic[]): string {
  const rows = diagnostics.map(({ code, severity, message, span, hint }) => ({
    code,
    severity,
    message,
    file: span.source.file,
    ...range(span),
    hint,
  }));
  return JSON.stringify({ diagnostics: rows }, null, 2);
}
