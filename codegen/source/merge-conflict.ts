import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "./source.ts";

/**
 * Reports SCH013: the lines that git, or another tool that merges, leaves where it could not decide. Once for a file, and in
 * place of all else: what a reader of the notation says of such lines helps nobody.
 */
export function mergeConflict(source: Source): Diagnostic | null {
  const match = /^<{7} .*$/m.exec(source.text);
  // A line of `=` alone may underline something; with the first sign before it, it does not.
  if (!match || !/^={7}$/m.test(source.text.slice(match.index).replaceAll("\r", ""))) return null;
  const span = { source, start: match.index, end: match.index + match[0].trimEnd().length };
  return diagnostic(
    "SCH013",
    span,
    "a merge was not finished: from here on two versions of the file stand together",
    {
      hint: "keep what is right of both, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    },
  );
}
