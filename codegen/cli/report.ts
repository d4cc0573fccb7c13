import pc from "picocolors";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

export type Format = "text" | "json" | "github";

/** Colours on a terminal only; NO_COLOR and FORCE_COLOR are honoured. */
export const colors = pc.createColors(
  !process.env.NO_COLOR &&
    (process.stdout.isTTY || (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== "0")),
);

/** Prints diagnostics on standard output; as text with a count behind them. A printer is loaded when it is used. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[], format: Format): Promise<void> {
  if (format === "json") return print((await import("../diagnostics/print-json.ts")).printJson(diagnostics));
  if (diagnostics.length === 0) return;
  if (format === "github")
    return print((await import("../diagnostics/print-github.ts")).printGithub(diagnostics));
  const { countText, printText } = await import("../diagnostics/print-text.ts");
  print(`${printText(diagnostics, colors)}\n\n${countText(diagnostics)}`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
