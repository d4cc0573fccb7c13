import { parseIsoMinute } from "../next/iso-minute.ts";
import { UsageError } from "./usage-error.ts";
import { dirname } from "node:path";
import { compile } from "../compile.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import { staleFiles, writeOutputs } from "./output-files.ts";
import { readInput, strayConfigs } from "./read-input.ts";
import type { Format } from "./report.ts";
import { colors, print, printDiagnostics } from "./report.ts";
import { summarize } from "./summarize.ts";

export interface GenerateOptions {
  readonly config: string;
  readonly out?: string;
  readonly format: Format;
  readonly check?: boolean;
  /** A date from which the 13 months are proved; today if left out. */
  readonly from?: string;
}

/** `generate` and `check`: compiles, then writes the files or compares them. Returns whether all is well. */
export async function generate({
  config,
  out = dirname(config),
  format,
  check = false,
  from,
}: GenerateOptions): Promise<boolean> {
  const { input, diagnostics: unreadable } = readInput(config, out);
  if (!input) {
    await printDiagnostics(unreadable, format);
    return false;
  }
  const nowMinute = from === undefined ? input.nowMinute : parseIsoMinute(from);
  if (nowMinute === null) throw new UsageError(`--from \`${from}\` is no date: write for example 2026-11-24`);
  const result = compile({ ...input, nowMinute });
  const failed = hasErrors(result.diagnostics);
  const stale = check && !failed ? staleFiles(out, result.files) : [];
  const diagnostics = sortDiagnostics([...result.diagnostics, ...strayConfigs(out), ...stale]);
  const written = check || failed ? [] : writeOutputs(out, result.files);
  await printDiagnostics(diagnostics, format);
  if (format === "text") {
    if (diagnostics.length > 0) print("");
    if (failed)
      print(check ? "Mend this, then run it again." : "Nothing was written. Mend this, then run it again.");
    else if (check && stale.length === 0)
      print(`${config} is in order, and the generated files are up to date.`);
    else if (result.compiled && !check) print(summarize(result.compiled, written, colors));
  }
  return !hasErrors(diagnostics);
}
