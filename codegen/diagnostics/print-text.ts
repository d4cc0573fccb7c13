import type { Colors } from "picocolors/types.js";
import stringWidth from "string-width";
import type { Source, Span } from "../source/source.ts";
import { lineText } from "../source/source.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";

/** Longer source lines are cut: a minified file must not flood the terminal. */
const maxLineLength = 160;

/**
 * Diagnostics to read, each with its source line and a mark under the exact place.
 *
 * ```
 * schedules.yaml:31:26: error SCH204: day of week `1-5` is ambiguous: …
 *    |
 * 31 |       production: "0 9 * * 1-5"
 *    |                            ^~~
 *    = hint: write MON-FRI
 * ```
 */
export function printText(diagnostics: readonly Diagnostic[], colors: Colors): string {
  return maskSecrets(diagnostics)
    .map((each) => printOne(each, colors))
    .join("\n\n");
}

/** The same, with their count behind them. */
export function printTextReport(
  diagnostics: readonly Diagnostic[],
  { colors }: { readonly colors: Colors },
): string {
  if (diagnostics.length === 0) return "";
  return `${printText(diagnostics, colors)}\n\n${countText(diagnostics)}`;
}

/** What was found to be a secret must not reach a log by way of the source line that is shown for it. */
function maskSecrets(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const secrets = diagnostics.filter(({ code }) => code === "SCH307").map(({ span }) => span);
  const masked = new Map<Source, Source>();
  for (const { source, start, end } of secrets) {
    const { file, text } = masked.get(source) ?? source;
    const hidden = text.slice(start, end).replace(/[^\s]/g, "•");
    masked.set(source, { file, text: text.slice(0, start) + hidden + text.slice(end) });
  }
  return diagnostics.map((each) => ({
    ...each,
    span: { ...each.span, source: masked.get(each.span.source) ?? each.span.source },
  }));
}

/** For example `2 errors, 1 warning`; empty when there is nothing to count. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ["error", "warning", "info"];
  return severities
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`)
    .join(", ");
}

function printOne(diagnostic: Diagnostic, colors: Colors): string {
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[diagnostic.severity];
  const { line, column } = range(diagnostic.span);
  const place = `${diagnostic.span.source.file}:${line}:${column}`;
  const parts = [
    `${colors.bold(place)}: ${paint(`${diagnostic.severity} ${diagnostic.code}`)}: ${visible(diagnostic.message)}`,
    ...snippet(diagnostic.span, paint, colors),
  ];
  const indent = " ".repeat(String(line).length);
  for (const note of diagnostic.related ?? []) {
    const at = range(note.span);
    parts.push(`${indent} = note: ${note.message} (${note.span.source.file}:${at.line}:${at.column})`);
  }
  if (diagnostic.hint) parts.push(`${indent} ${colors.green("= hint:")} ${visible(diagnostic.hint)}`);
  return parts.join("\n");
}

function snippet(span: Span, paint: (text: string) => string, colors: Colors): string[] {
  const { line, column, endLine, endColumn } = range(span);
  const text = visible(lineText(span.source, line));
  if (text === "" || column > maxLineLength) return [];
  const shown = text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text;
  const end = endLine === line ? endColumn - 1 : text.length;
  const marked = shown.slice(column - 1, Math.max(end, column));
  const gutter = " ".repeat(String(line).length);
  const mark = `^${"~".repeat(Math.max(0, stringWidth(marked) - 1))}`;
  return [
    colors.dim(`${gutter} |`),
    `${colors.dim(`${line} |`)} ${shown}`,
    `${colors.dim(`${gutter} |`)} ${" ".repeat(stringWidth(shown.slice(0, column - 1)))}${paint(mark)}`,
  ];
}

/**
 * A line without control characters, as long as it was: a file must not be able to speak to the terminal. A tab is
 * as wide as the terminal likes, so it becomes one blank.
 */
export function visible(text: string): string {
  return text.replaceAll("\t", " ").replace(/\p{Cc}/gu, "\u{fffd}");
}
