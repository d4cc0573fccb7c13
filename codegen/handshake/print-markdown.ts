import { escapeMarkdown, sentenceMarkdown } from "../text/escape-markdown.ts";
import type { Outcome, Part, Row } from "./outcome.ts";
import type { Heading } from "./report.ts";
import { conclusion, contractPlace, partTitle } from "./report.ts";

const words = { shown: "shown", failed: "**failed**", untried: "not tried" } as const;

/** The whole report as Markdown: a table for each part. */
export function printMarkdown({ environment, backend }: Heading, parts: readonly Part[]): string {
  return [
    `## Handshake with ${escapeMarkdown(environment)}`,
    "",
    `${sentenceMarkdown(`\`${backend}\``)}: ${conclusion(parts)}`,
    ...parts.flatMap((part) => [
      "",
      `### ${escapeMarkdown(partTitle(part))}`,
      "",
      "| Promise | | What was seen |",
      "| --- | --- | --- |",
      ...part.rows.map(tableRow),
    ]),
  ].join("\n");
}

function tableRow({ title, see, outcome }: Row): string {
  return `| ${sentenceMarkdown(title)} | ${words[outcome.kind]} | ${detail(outcome, see)} |`;
}

function detail(outcome: Outcome, see: string): string {
  switch (outcome.kind) {
    case "shown":
      return sentenceMarkdown(outcome.seen);
    case "untried":
      return sentenceMarkdown(outcome.why);
    case "failed":
      return `${sentenceMarkdown(outcome.seen)}<br>To mend it: ${sentenceMarkdown(outcome.mend)}. See ${contractPlace(see)}`;
  }
}
