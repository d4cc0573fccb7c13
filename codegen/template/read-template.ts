import { parse } from "@iarna/toml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { decodeSource } from "../source/decode.ts";
import { mergeConflict } from "../source/merge-conflict.ts";
import type { Source } from "../source/source.ts";
import { lineSpan } from "../source/source.ts";
import type { Template } from "./template.ts";
import { defaultTemplate } from "./template.ts";

/**
 * Reads the template. Reports SCH001 and SCH002 (no UTF-8, too large), SCH013 (a merge that was not finished), SCH501 (there is none; `config` is then
 * where it says so) and SCH502 (no TOML).
 */
export function readTemplate(
  file: string,
  bytes: Uint8Array | null,
  config: Source,
): { template: Template | null; diagnostics: Diagnostic[] } {
  if (bytes === null) {
    const message = `there is no ${file} beside this file: the Worker is deployed from ${String(defaultTemplate.main)} with plain settings`;
    const hint = "create one for routes, bindings or another compatibility date";
    const diagnostics = [diagnostic("SCH501", { source: config, start: 0, end: 0 }, message, { hint })];
    return { template: { source: null, table: defaultTemplate }, diagnostics };
  }
  const { source, diagnostics } = decodeSource(file, bytes);
  const conflict = mergeConflict(source);
  if (conflict) diagnostics.push(conflict);
  if (diagnostics.length > 0) return { template: null, diagnostics };
  try {
    return { template: { source, table: parse(source.text) }, diagnostics: [] };
  } catch (error) {
    return { template: null, diagnostics: [tomlDiagnostic(source, error)] };
  }
}

/** @iarna/toml's errors carry a position (`pos`, from 0) and end their first line with it. */
function tomlDiagnostic(source: Source, error: unknown): Diagnostic {
  const { message, pos = 0 } = error as { message: string; pos?: number };
  const offset = Math.min(pos, source.text.length);
  const line = lineSpan(source, Math.max(0, offset - 1));
  const text = (message.split("\n")[0] ?? "").replace(/ at row \d+, col \d+, pos \d+:?$/, "");
  const start = Math.min(offset, line.end);
  return diagnostic(
    "SCH502",
    { source, start, end: Math.min(source.text.length, Math.max(start + 1, line.end)) },
    `this is no TOML: ${text}`,
    {
      hint: "see https://toml.io for the notation",
    },
  );
}
