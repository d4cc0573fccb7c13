import { dirname } from "node:path";
import type { CompileResult } from "../../compile.ts";
import { compile } from "../../compile.ts";
import { hasErrors, sortDiagnostics } from "../../diagnostics/diagnostic.ts";
import { writeOutputs } from "../output-files.ts";
import { readInput, strayConfigs } from "../read-input.ts";
import { printDiagnostics } from "../report.ts";
import { DeployStopped } from "./deploy-stopped.ts";

/**
 * Checks the schedules and writes the generated files that are out of date.
 * @throws DeployStopped where there is an error, after printing it
 */
export async function generateFiles(
  config: string,
): Promise<{ readonly result: CompileResult; readonly written: readonly string[] }> {
  const out = dirname(config);
  const { input, diagnostics } = readInput(config);
  const result = input ? compile(input) : { compiled: null, diagnostics, files: new Map() };
  const found = sortDiagnostics([...result.diagnostics, ...strayConfigs(out)]);
  await printDiagnostics(found, "text");
  if (hasErrors(found) || !result.compiled) throw new DeployStopped("Mend this, then run it again.");
  const written = writeOutputs(out, result.files)
    .filter((each) => each.written)
    .map(({ name }) => name);
  return { result, written };
}
