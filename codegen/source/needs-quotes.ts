import type { YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "./source.ts";
import { lineSpan } from "./source.ts";

/** A value that begins with `*` or `@` (where YAML expects an alias, or nothing at all), up to its end. */
const unquotedValue = /(?:[:-]\s+|[,{[]\s*|^\s*)([*@%`](?:[^#,{}[\]\n]|\S#|,(?=[\d*]))*)/g;

/**
 * `schedule: * * * * *` gives YAML several faults, none of which says what to do. One diagnostic (SCH009)
 * for the whole value says it.
 */
export function quoteDiagnostics(source: Source, errors: readonly YAMLError[]): Diagnostic[] {
  const lines = new Map(errors.map(({ pos }) => [lineSpan(source, pos[0]).start, lineSpan(source, pos[0])]));
  return [...lines.values()].flatMap((line) => {
    const text = source.text.slice(line.start, line.end);
    return Array.from(text.matchAll(unquotedValue), (match) => {
      const value = (match[1] ?? "").trimEnd();
      const start = line.start + match.index + match[0].indexOf(match[1] ?? "");
      const message = `\`${value}\` needs quotes: \`${value.charAt(0)}\` at the start of a value means something else in YAML`;
      const span = { source, start, end: start + value.length };
      const quoted = `"${value}"`;
      // `*name` alone may be an alias that another fault of its line has nothing to do with.
      const isSure = !/["\\]/.test(value) && (!value.startsWith("*") || /\s/.test(value));
      return diagnostic("SCH009", span, message, {
        hint: `write ${quoted}`,
        fixes: isSure ? [{ span, text: quoted }] : [],
      });
    });
  });
}
