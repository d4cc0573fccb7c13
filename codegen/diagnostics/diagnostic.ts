import type { Span } from "../source/source.ts";
import { positionAt } from "../source/source.ts";
import type { Code } from "./catalogue.ts";
import { catalogue } from "./catalogue.ts";

/** `error` stops the compile, `warning` is legal and seldom meant, `info` is worth knowing. */
export type Severity = "error" | "warning" | "info";

/**
 * The two families in which schedulers count weekdays.
 * - `cloudflare`, with AWS and Quartz: 1 = SUN to 7 = SAT, no 0.
 * - `crontab`, with Kubernetes, GitHub and Vercel: 0 and 7 = SUN, 1 = MON to 6 = SAT.
 */
export type WeekdayNumbers = "cloudflare" | "crontab";

/** An edit of the source that does what the hint says, for `check --fix`. */
export interface Fix {
  /** What is replaced. */
  readonly span: Span;
  readonly text: string;
  /** Right only where the weekday's number was meant so, which a person has to say. Left out: safe, there is one reading. */
  readonly onlyFor?: WeekdayNumbers;
}

/** A person's mistake, or something that the person should know. Our own bugs throw instead. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** What is wrong, what was written, what is allowed. One sentence or two, no position in it. */
  readonly message: string;
  readonly span: Span;
  /** What to do now. */
  readonly hint?: string;
  /** Edits that do it, of which one at most is made; only where they can't change what is meant. */
  readonly fixes?: readonly Fix[];
  /** Other places that belong to it. */
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

/** A diagnostic of `code`, with the severity that the catalogue gives to it. */
export function diagnostic(
  code: Code,
  span: Span,
  message: string,
  more: Pick<Diagnostic, "hint" | "fixes" | "related"> = {},
): Diagnostic {
  return { code, severity: catalogue[code].severity, message, span, ...more };
}

/** By file, place and code; the same message at the same place stands once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics
    .toSorted(
      (a, b) =>
        compareText(a.span.source.file, b.span.source.file) ||
        a.span.start - b.span.start ||
        a.span.end - b.span.end ||
        compareText(a.code, b.code) ||
        compareText(a.message, b.message),
    )
    .filter(({ code, span, message }) => {
      const key = JSON.stringify([span.source.file, span.start, span.end, code, message]);
      return !seen.has(key) && seen.add(key);
    });
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** First and last place of a span, from 1; the end column is the one after the last character. */
export function range(span: Span): { line: number; column: number; endLine: number; endColumn: number } {
  const from = positionAt(span.source, span.start);
  const to = positionAt(span.source, Math.max(span.start, span.end));
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
