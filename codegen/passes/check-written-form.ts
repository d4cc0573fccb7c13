import type { Scalar } from "yaml";
import { isPair, isScalar, Scalar as YamlScalar, visit } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { lineSpan } from "../source/source.ts";

/** Times, windows and dates that another YAML reader takes for something else: `14:06` is 846 in YAML 1.1. */
const timeLike = /^(\d{1,2}:\d{2}(-\d{1,2}:\d{2})?|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?)$/;

/** The keys under which a text is a time or a date of this language; anywhere else it may look like one. */
const timeKeys = ["at", "between", "once", "from", "until", "except", "only", "calendars"];

/** Five cron fields, the last of which may go on behind a ` #` that YAML reads as a comment: `MON #1`. */
const cutCron = /^(?:[^\s#]+[ \t]+){4}[A-Za-z\d]+$/;

/** Reports SCH101 (the keys `__proto__` and `<<`), SCH111 (a time or date without quotes) and SCH207 (a cron text that a comment cuts short). */
export function checkWrittenForm(document: SourceDocument): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  visit(document.yaml, {
    Scalar(key, scalar, ancestors) {
      // JavaScript gives this key a meaning of its own, so the schema drops it without a word.
      if (key === "key" && scalar.value === "__proto__") diagnostics.push(reservedKey(document, scalar));
      if (key === "key" && scalar.value === "<<" && scalar.type === YamlScalar.PLAIN)
        diagnostics.push(mergeKey(document, scalar));
      // Keys are no values, and quoted texts are safe.
      if (key === "key" || scalar.type !== YamlScalar.PLAIN || typeof scalar.value !== "string") return;
      if (timeLike.test(scalar.value) && isUnder(timeKeys, ancestors))
        diagnostics.push(unquotedTime(document, scalar, scalar.value));
      else if (cutCron.test(scalar.value)) diagnostics.push(...cutShort(document, scalar, scalar.value));
    },
  });
  return diagnostics;
}

/** Whether a value stands under one of these keys, itself or in a list or map there. */
function isUnder(keys: readonly string[], ancestors: readonly unknown[]): boolean {
  return ancestors.some(
    (node) => isPair(node) && isScalar(node.key) && keys.includes(String(node.key.value)),
  );
}

function spanOf({ source }: SourceDocument, { range }: Scalar) {
  return { source, start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function reservedKey(document: SourceDocument, scalar: Scalar): Diagnostic {
  const message = "the key `__proto__` can't be used here";
  return diagnostic("SCH101", spanOf(document, scalar), message, { hint: "choose another name" });
}

/** In a payload it would be sent as it stands; everywhere else the schema refuses it. */
function mergeKey(document: SourceDocument, scalar: Scalar): Diagnostic {
  const message = "YAML 1.2 has no merge keys, so `<<` would be a key like any other";
  const hint = "write the keys out; if it is meant as a name, put quotes around it";
  return diagnostic("SCH101", spanOf(document, scalar), message, { hint });
}

function unquotedTime(document: SourceDocument, scalar: Scalar, value: string): Diagnostic {
  const message = `\`${value}\` stands without quotes, and other YAML readers take that for something else`;
  const span = spanOf(document, scalar);
  const text = `"${value}"`;
  return diagnostic("SCH111", span, message, { hint: `write ${text}`, fixes: [{ span, text }] });
}

function cutShort(document: SourceDocument, scalar: Scalar, value: string): Diagnostic[] {
  const span = spanOf(document, scalar);
  const rest = document.source.text.slice(span.end, lineSpan(document.source, span.end).end);
  const comment = /^\s+(#[1-5]?\S*)/.exec(rest)?.[1];
  // Only what could be the rest of the field: `#1` of `MON #1`. A sentence behind a blank is a comment.
  if (comment === undefined || !/^#[1-5]$/.test(comment)) return [];
  const message = `YAML reads \`${comment}\` as a comment, so the schedule is only \`${value}\``;
  const end = span.end + rest.indexOf(comment) + comment.length;
  const hint = `write "${value}${comment}", or move the comment to a line of its own`;
  return [diagnostic("SCH207", { ...span, end }, message, { hint })];
}
