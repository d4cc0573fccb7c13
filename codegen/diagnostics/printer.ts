import type { Colors } from "picocolors/types.js";
import type { Diagnostic } from "./diagnostic.ts";

/** What a printer needs to know beside the diagnostics. */
export interface PrintContext {
  readonly colors: Colors;
  /** Where docs/diagnostics.md is: a URL where one is known, otherwise its path. */
  readonly docs: string;
}

/** Diagnostics as text, without the last line's end. Empty where the format has nothing to say of none. */
export type Printer = (diagnostics: readonly Diagnostic[], context: PrintContext) => string;

/** The section of docs/diagnostics.md that is about a code. */
export function docsAddress(code: string, { docs }: Pick<PrintContext, "docs">): string {
  return `${docs}#${code.toLowerCase()}`;
}
