import { escapeMarkdown, sentenceMarkdown } from "../text/escape-markdown.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";
import type { PrintContext } from "./printer.ts";
import { docsAddress } from "./printer.ts";
import { countText } from "./print-text.ts";

/** A table for a comment or a job's summary on GitHub: a row for each diagnostic, under their count. */
export function printMarkdown(
  diagnostics: readonly Diagnostic[],
  context: Pick<PrintContext, "docs">,
): string {
  if (diagnostics.length === 0) return "**No problems in the schedules.**";
  return [
    `**${countText(diagnostics)} in the schedules**`,
    "",
    "| Where | What | What to do |",
    "| ----- | ---- | ---------- |",
    ...diagnostics.map((each) => row(each, context)),
  ].join("\n");
}

function row(
  { code, severity, message, hint, span }: Diagnostic,
  context: Pick<PrintContext, "docs">,
): string {
  const { line, column } = range(span);
  const cells = [
    escapeMarkdown(`${span.source.file}:${line}:${column}`),
    `${severity} [${code}](${docsAddress(code, context)}): ${sentenceMarkdown(message)}`,
    sentenceMarkdown(hint ?? ""),
  ];
  return `| ${cells.join(" | ")} |`;
}
