import type { CompileInput } from "../compile.ts";
import { compileToRead } from "../compile.ts";
import type { WeekdayNumbers } from "../diagnostics/diagnostic.ts";
import { range } from "../diagnostics/diagnostic.ts";
import { visible } from "../diagnostics/print-text.ts";
import type { ChosenFix } from "../source/apply-fixes.ts";
import { applyFixes, chooseFixes } from "../source/apply-fixes.ts";
import { decodeSource } from "../source/decode.ts";

/** What `--fix` alone is; a value adds the weekdays' numbers, which only a person knows how to read. */
export type FixOption = true | `weekdays=${WeekdayNumbers}`;

export interface Fixed {
  readonly bytes: Uint8Array;
  /** A line for each change: `line 12: 14:06 → "14:06" (SCH111)`. */
  readonly changes: readonly string[];
}

/** Far more than there are stages, each of which can bring to light what the next one can fix. */
const maxRounds = 20;

/** Makes every fix that can be made without asking, and reads the file anew until there is none left. Pure. */
export function fix(input: CompileInput, option: FixOption): Fixed {
  const { file } = input.config;
  const weekdays = option === true ? undefined : (option.replace("weekdays=", "") as WeekdayNumbers);
  let { bytes } = input.config;
  const changes: string[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const { diagnostics } = compileToRead({ ...input, config: { file, bytes } });
    const fixes = chooseFixes(diagnostics, file, weekdays);
    if (fixes.length === 0) return { bytes, changes };
    changes.push(...fixes.map(changeText));
    bytes = fixedBytes(file, bytes, fixes);
  }
  throw new Error(`--fix came to no end:\n${changes.slice(-10).join("\n")}`);
}

/** The byte order mark and lone CRs are no part of a source's text, and stay in the file. */
function fixedBytes(file: string, bytes: Uint8Array, fixes: readonly ChosenFix[]): Uint8Array {
  const written = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const { source } = decodeSource(file, bytes);
  return new TextEncoder().encode(applyFixes(written, fixes, written.length - source.text.length));
}

function changeText({ code, span, text }: ChosenFix): string {
  const before = span.source.text.slice(span.start, span.end);
  return visible(`line ${range(span).line}: ${before} → ${text} (${code})`);
}
