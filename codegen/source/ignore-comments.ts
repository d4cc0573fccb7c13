import type { Code } from "../diagnostics/catalogue.ts";
import { catalogue } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { comments } from "./comments.ts";
import type { Source, Span } from "./source.ts";
import { lineSpan, lineText, positionAt } from "./source.ts";

/** One code of a `# schedules-ignore` comment. */
export interface Ignore {
  readonly code: Code;
  /** The line that it is for, from 1. */
  readonly line: number;
  /** Where the code stands in the comment. */
  readonly span: Span;
}

const opening = /^#+[ \t]*schedules-ignore(?![\w-])/;
const codesAndReason = /^[ \t]+(SCH\d{3}(?:[ \t]*,[ \t]*SCH\d{3})*)[ \t]+--[ \t]+\S/;

/**
 * The comments `# schedules-ignore SCH123, SCH124 -- why`, each for the line below it; other comments may stand between.
 * Reports SCH011: one that can't be read, or that would silence an error.
 */
export function ignoreComments(source: Source): { ignores: Ignore[]; diagnostics: Diagnostic[] } {
  // Most files have none, and are not read a second time.
  if (!source.text.includes("schedules-ignore")) return { ignores: [], diagnostics: [] };
  const read = comments(source)
    .filter((span) => opening.test(textOf(span)))
    .map(readComment);
  return {
    ignores: read.flatMap(({ ignores }) => ignores),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readComment(comment: Span): { ignores: Ignore[]; diagnostics: Diagnostic[] } {
  const { source, start } = comment;
  const text = textOf(comment);
  const before = source.text.slice(lineSpan(source, start).start, start);
  if (before.trim() !== "") {
    const message = "this ignore comment stands behind something, and it is for the line below it";
    return refused(comment, message, "write it on a line of its own, above what it is for");
  }
  const [head = ""] = opening.exec(text) ?? [];
  const [, list] = codesAndReason.exec(text.slice(head.length)) ?? [];
  if (list === undefined) {
    const wrong = wrongCode(text.slice(head.length));
    if (wrong) {
      const at = start + head.length + wrong.index;
      return refused(
        { source, start: at, end: at + wrong.code.length },
        `\`${wrong.code}\` is no code`,
        codeHint,
      );
    }
    const message = "an ignore comment needs one or more codes, and a reason behind `--`";
    return refused(comment, message, "write # schedules-ignore SCH123 -- why it is right here");
  }
  const line = lineBelow(comment);
  const first = start + head.length + text.slice(head.length).indexOf(list);
  const codes = Array.from(list.matchAll(/SCH\d{3}/g), ({ 0: code, index }) => ({
    code,
    span: { source, start: first + index, end: first + index + code.length },
  }));
  return {
    ignores: codes.flatMap(({ code, span }) => (canBeIgnored(code) ? [{ code, line, span }] : [])),
    diagnostics: codes.flatMap(({ code, span }) => (canBeIgnored(code) ? [] : [notIgnored(code, span)])),
  };
}

/** The first of the words before the reason that is no code, where all else of the comment is right. */
function wrongCode(text: string): { readonly code: string; readonly index: number } | null {
  const [, list] = /^[ \t]+(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]+--[ \t]+\S/.exec(text) ?? [];
  const match = /\b(?!SCH\d{3}\b)\w+/.exec(list ?? "");
  return match && { code: match[0], index: text.indexOf(list ?? "") + match.index };
}

const codeHint = "a code is SCH and three digits: docs/diagnostics.md lists them";

/** The first line below that is no comment. */
function lineBelow({ source, start }: Span): number {
  let { line } = positionAt(source, start);
  do line += 1;
  while (lineText(source, line).trimStart().startsWith("#"));
  return line;
}

function canBeIgnored(code: string): code is Code {
  return isCode(code) && catalogue[code].severity !== "error";
}

function isCode(code: string): code is Code {
  return Object.hasOwn(catalogue, code);
}

function notIgnored(code: string, span: Span): Diagnostic {
  if (!isCode(code))
    return diagnostic("SCH011", span, `there is no \`${code}\``, {
      hint: "docs/diagnostics.md lists the codes",
    });
  const message = `\`${code}\` is an error, and only warnings and infos can be silenced`;
  return diagnostic("SCH011", span, message, { hint: "mend what it reports, and remove this" });
}

function refused(span: Span, message: string, hint: string): { ignores: []; diagnostics: Diagnostic[] } {
  return { ignores: [], diagnostics: [diagnostic("SCH011", span, message, { hint })] };
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}
