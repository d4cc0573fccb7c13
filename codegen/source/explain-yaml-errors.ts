import type { Document, YAMLError } from "yaml";
import { isCollection, isScalar, visit } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "./source.ts";
import { lineSpan } from "./source.ts";

type Documents = readonly Document.Parsed[];

/** What the `yaml` package found, in a person's words. Of several faults on one line the first: the others follow from it. */
export function explainYamlErrors(
  source: Source,
  documents: Documents,
  errors: readonly YAMLError[],
): Diagnostic[] {
  if (errors.length === 0) return [];
  const diagnostics: Diagnostic[] = [];
  const lines = new Set<number>();
  const context = { source, errors, openers: unclosed(source, documents) };
  for (const error of errors) {
    const line = lineSpan(source, error.pos[0]).start;
    if (lines.has(line)) continue;
    lines.add(line);
    diagnostics.push(explain(context, error));
  }
  return diagnostics;
}

/** What every explanation looks into; made once, as a broken file may have thousands of faults. */
interface Context {
  readonly source: Source;
  readonly errors: readonly YAMLError[];
  /** Offsets of the quotes and brackets without a partner, ascending. */
  readonly openers: readonly number[];
}

function explain(context: Context, error: YAMLError): Diagnostic {
  const { source } = context;
  const [start, end] = error.pos;
  const span = { source, start, end: Math.min(end, Math.max(source.text.length, start)) };
  const fault = (message: string, hint?: string, place: Span = span) =>
    diagnostic("SCH003", place, message, { hint });
  switch (error.code) {
    case "TAB_AS_INDENT":
      return diagnostic("SCH005", span, "a tab indents this line; YAML takes spaces only", {
        hint: "replace the tab by spaces",
      });
    case "TAG_RESOLVE_FAILED":
      return diagnostic("SCH006", span, `the tag \`${source.text.slice(start, end)}\` is not known here`, {
        hint: "remove it: no value of this file needs a tag",
      });
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      if (error.message.startsWith("A block sequence"))
        return fault(
          "this line is indented unlike the items beside it",
          "indent the items of a list by the same number of spaces",
        );
      return isOneLine(context, error)
        ? fault("there is a second `: ` in this value", "put quotes around the value")
        : fault(
            "the line after this one does not fit in: it is indented too far, or a `:` is missing here",
            "write each key on a line of its own, `key: value`, indented like its neighbours",
          );
    case "RESOURCE_EXHAUSTION":
      return fault("the YAML is nested too deeply", "write it flatter");
    case "NON_STRING_KEY":
      return fault("this can't be a key", "a key is a word or a text");
    case "UNEXPECTED_TOKEN":
      return fault(`\`${lineEnd(span)}\` is not expected here`, "remove it, or put quotes around the value");
    case "BAD_INDENT":
    case "MISSING_CHAR":
      return unfinished(context, error) ?? fault(lowerFirst(error.message));
    default:
      return fault(lowerFirst(error.message));
  }
}

/** What is opened and never closed, at the place where it is opened: the fault itself shows lines below. */
function unfinished({ source, openers }: Context, error: YAMLError): Diagnostic | undefined {
  const [start] = error.pos;
  if (error.message.startsWith("All mapping items")) {
    const line = lineSpan(source, start);
    return diagnostic("SCH003", { ...line, start }, "this line is indented unlike the keys beside it", {
      hint: "indent the keys of a map by the same number of spaces",
    });
  }
  const open = lastBefore(openers, start);
  if (open === undefined || !/end with a|Missing closing/.test(error.message)) return undefined;
  const sign = source.text.charAt(open);
  return diagnostic("SCH003", { source, start: open, end: open + 1 }, `this \`${sign}\` is never closed`, {
    hint: `write \`${closingOf(sign)}\` where the value ends`,
  });
}

function unclosed(source: Source, documents: Documents): number[] {
  const openers: number[] = [];
  for (const document of documents) {
    visit(document, {
      Node(_key, node) {
        const [start = 0, end = 0] = node.range ?? [];
        const sign = source.text.charAt(start);
        const isOpener = (isCollection(node) && node.flow === true) || (isScalar(node) && /^["']/.test(sign));
        if (!isOpener) return;
        let last = end - 1;
        while (last > start && /\s/.test(source.text.charAt(last))) last -= 1;
        if (last === start || source.text.charAt(last) !== closingOf(sign)) openers.push(start);
      },
    });
  }
  return openers;
}

function closingOf(sign: string): string {
  return { "{": "}", "[": "]" }[sign] ?? sign;
}

/** The last of ascending offsets that is less than `end`. */
function lastBefore(offsets: readonly number[], end: number): number | undefined {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return offsets[low - 1];
}

/** Whether a key that YAML found inside a value begins and ends on one line, as in `a: b: c`. */
function isOneLine({ source, errors }: Context, { pos: [start] }: YAMLError): boolean {
  const line = lineSpan(source, start);
  return !errors.some(
    ({ code, pos }) =>
      code === "MULTILINE_IMPLICIT_KEY" &&
      line.start <= pos[0] &&
      pos[0] <= line.end &&
      pos[1] >= line.end - 1,
  );
}

function lineEnd({ source, start }: Span): string {
  const text = source.text.slice(start, lineSpan(source, start).end).trimEnd();
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
