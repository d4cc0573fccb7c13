import pc from "picocolors";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { printGithub } from "../diagnostics/print-github.ts";
import { printJson } from "../diagnostics/print-json.ts";
import { countText, printText } from "../diagnostics/print-text.ts";

export type Format = "text" | "json" | "github";

/** Colours on a terminal only; NO_COLOR and FORCE_COLOR are honoured. */
export const colors = pc.createColors(
  !process.env.NO_COLOR &&
    (process.stdout.isTTY || (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== "0")),
);

/** Prints diagnostics on standard output; as text with a count behind them. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], format: Format): void {
  if (format === "json") return print(printJson(diagnostics));
  if (diagnostics.length === 0) return;
  if (format === "github") return print(printGithub(diagnostics));
  print(`${printText(diagnostics, colors)}\n\n${countText(diagnostics)}`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
