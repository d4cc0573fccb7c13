import { dirname } from "node:path";
import type { CompileInput } from "../compile.ts";
import { compile } from "../compile.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import { staleFiles, writeOutputs } from "./output-files.ts";
import { checkSurroundings } from "./check-surroundings.ts";
import { readInput } from "./read-input.ts";
import type { FixOption } from "./fix.ts";
import type { FormatTarget } from "./format-option.ts";
import { colors, formatOfOutput, print, report, requireFolders } from "./report.ts";
import { replaceFile } from "./replace-file.ts";
import { startMinute } from "./start-minute.ts";
import { summarize } from "./summarize.ts";

export interface GenerateOptions {
  readonly config: string;
  readonly out?: string;
  /** Text on standard output if left out. */
  readonly format?: readonly FormatTarget[];
  readonly check?: boolean;
  /** Mends the file first, where that is safe. */
  readonly fix?: FixOption;
  /** A date from which the 13 months are proved; today if left out. */
  readonly from?: string;
}

/** `generate` and `check`: compiles, then writes the files or compares them. Returns whether all is well. */
export async function generate({
  config,
  out = dirname(config),
  format = [],
  check = false,
  fix: fixOption,
  from,
}: GenerateOptions): Promise<boolean> {
  requireFolders(format);
  const { input, diagnostics: unreadable } = readInput(config, out);
  if (!input) {
    await report(unreadable, format);
    return false;
  }
  const asWritten = { ...input, nowMinute: startMinute(from, input.nowMinute) };
  const result = compile(fixOption ? await fixFile(asWritten, fixOption, format) : asWritten);
  const found = [...result.diagnostics, ...checkSurroundings(out, input)];
  const failed = hasErrors(found);
  const stale = check && !failed ? staleFiles(out, result.files) : [];
  const diagnostics = sortDiagnostics([...found, ...stale]);
  const written = check || failed ? [] : writeOutputs(out, result.files);
  await report(diagnostics, format);
  if (formatOfOutput(format) === "text") {
    if (diagnostics.length > 0) print("");
    if (failed)
      print(check ? "Mend this, then run it again." : "Nothing was written. Mend this, then run it again.");
    else if (check && stale.length === 0)
      print(`${config} is in order, and the generated files are up to date.`);
    else if (result.compiled && !check) print(summarize(result.compiled, written, colors));
  }
  return !hasErrors(diagnostics);
}

/** Mends the file, lists what was changed, and returns what is to be compiled now. */
async function fixFile(
  input: CompileInput,
  option: FixOption,
  format: readonly FormatTarget[],
): Promise<CompileInput> {
  const { file } = input.config;
  const { fix } = await import("./fix.ts");
  const { bytes, changes } = fix(input, option);
  if (changes.length === 0) return input;
  replaceFile(file, bytes);
  const list = `Fixed in ${file}:\n${changes.map((each) => `  ${each}`).join("\n")}\n`;
  // A program that reads a format from standard output gets nothing else there.
  if (formatOfOutput(format) === "text") print(list);
  else process.stderr.write(list);
  return { ...input, config: { file, bytes } };
}
