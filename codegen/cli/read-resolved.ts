import { readRaw } from "../compile.ts";
import { resolveSchedules } from "../passes/resolve-schedules.ts";
import type { ResolvedSchedules } from "../resolved.ts";
import { decodeSource } from "../source/decode.ts";
import { earliestYear } from "../next/read-schedule.ts";
import { readInput } from "./read-input.ts";
import { printDiagnostics } from "./report.ts";

/** The schedules of a file; null, with the problems printed, where it has errors. */
export async function readResolved(config: string): Promise<ResolvedSchedules | null> {
  const { input, diagnostics: unreadable } = readInput(config);
  const decoded = input && decodeSource(config, input.config.bytes);
  const { raw = null, diagnostics = [] } =
    decoded && decoded.diagnostics.length === 0 ? readRaw(decoded.source, input?.nowMinute ?? 0) : {};
  const problems = [...unreadable, ...(decoded?.diagnostics ?? []), ...diagnostics].filter(
    ({ severity }) => severity === "error",
  );
  if (raw && problems.length === 0) return resolveSchedules(raw, earliestYear);
  await printDiagnostics(problems, "text");
  return null;
}
