import type { Diagnostic } from "../../../../codegen/diagnostics/diagnostic.ts";
import { diagnostic } from "../../../../codegen/diagnostics/diagnostic.ts";

/** A diagnostic under the first `part` of a text. */
export function under(content: string, part: string, message = "wrong", hint?: string): Diagnostic {
  const start = content.indexOf(part);
  return diagnostic(
    "SCH104",
    { source: { file: "f.yaml", text: content }, start, end: start + part.length },
    message,
    { hint },
  );
}
