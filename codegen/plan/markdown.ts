import { escapeMarkdown } from "../text/escape-markdown.ts";
import { clipped } from "../text/wrap.ts";

/** A text of the file, as it is and not too long, for a table too. */
export function escaped(text: string, length = 120): string {
  return escapeMarkdown(clipped(text, length));
}

/** A fold that is opened with a click. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>"];
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
