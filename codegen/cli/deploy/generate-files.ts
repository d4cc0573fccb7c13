import { dirname } from "node:path";
import type { OutputFiles } from "../../compile.ts";
import { compile } from "../../compile.ts";
import type { CompiledSchedules } from "../../compiled.ts";
import { hasErrors, sortDiagnostics } from "../../diagnostics/diagnostic.ts";
import { writeOutputs } from "../output-files.ts";
import { checkSurroundings } from "../check-surroundings.ts";
import { readInput } from "../read-input.ts";
import { printDiagnostics } from "../report.ts";
import { DeployStopped } from "./deploy-stopped.ts";

/** What the schedules come to, and which generated files were out of date. */
export interface Generated {
  readonly compiled: CompiledSchedules;
  readonly files: OutputFiles;
  readonly written: readonly string[];
}

/**
 * Checks the schedules and writes the generated files that are out of date.
 * @throws DeployStopped where there is an error, after printing it
 */
export async function generateFiles(config: string): Promise<Generated> {
  const out = dirname(config);
  const { input, diagnostics } = readInput(config);
  const { compiled, files, ...result } = input
    ? compile(input)
    : { compiled: null, diagnostics, files: new Map() };
  const found = sortDiagnostics([...result.diagnostics, ...(input ? checkSurroundings(out, input) : [])]);
  await printDiagnostics(found, "text");
  if (hasErrors(found) || !compiled) throw new DeployStopped("Mend this, then run it again.");
  const written = writeOutputs(out, files).filter((each) => each.written);
  return { compiled, files, written: written.map(({ name }) => name) };
}
