import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import type { Ignore } from "./ignore-comments.ts";
import { positionAt } from "./source.ts";

/**
 * The diagnostics that no ignore comment silences. Reports SCH012: a code that silenced nothing. With an error among the
 * diagnostics it does not, as what is silenced may be a later stage's, which then has not run.
 */
export function silenceIgnored(diagnostics: readonly Diagnostic[], ignores: readonly Ignore[]): Diagnostic[] {
  if (ignores.length === 0) return [...diagnostics];
  const used = new Set<Ignore>();
  const told = diagnostics.filter((each) => {
    const matching = ignores.filter((ignore) => isFor(ignore, each));
    for (const ignore of matching) used.add(ignore);
    return matching.length === 0;
  });
  if (hasErrors(diagnostics)) return told;
  return [...told, ...ignores.filter((ignore) => !used.has(ignore)).map(unused)];
}

function isFor({ code, line, span }: Ignore, found: Diagnostic): boolean {
  const { source, start } = found.span;
  return code === found.code && source === span.source && positionAt(source, start).line === line;
}

function unused({ code, span }: Ignore): Diagnostic {
  const message = `there is no \`${code}\` to silence on the line below`;
  return diagnostic("SCH012", span, message, { hint: "remove it" });
}
