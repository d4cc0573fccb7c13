import type { Colors } from "picocolors/types.js";
import { wrapped } from "../text/wrap.ts";
import type { Part, Row } from "./outcome.ts";
import type { Heading } from "./report.ts";
import { conclusion, contractPlace, countOutcomes, partTitle } from "./report.ts";

const marks = { shown: "✓", failed: "✗", untried: "–" } as const;

export function printHeading({ environment, backend }: Heading, colors: Colors): string {
  return `${colors.bold(environment)} → ${backend}`;
}

/** A part of the report to read, at most 100 columns wide. */
export function printPart(part: Part, colors: Colors): string {
  const tried = part.rows.filter(({ outcome }) => outcome.kind !== "untried");
  return [
    "",
    colors.bold(partTitle(part)),
    ...tried.flatMap((row) => rowLines(row, colors)),
    ...untriedLines(part.rows, colors),
  ].join("\n");
}

export function printEnd(parts: readonly Part[], colors: Colors): string {
  const { failed, untried } = countOutcomes(parts);
  const paint = failed > 0 ? colors.red : untried > 0 ? colors.yellow : colors.green;
  return `\n${paint(conclusion(parts))}`;
}

function rowLines({ title, see, outcome }: Row, colors: Colors): string[] {
  if (outcome.kind === "failed")
    return [
      `  ${colors.red(`${marks.failed} ${title}`)}`,
      ...wrapped(outcome.seen, "      "),
      ...wrapped(`To mend it: ${outcome.mend}. See ${contractPlace(see)}`, "      "),
    ];
  const seen = outcome.kind === "shown" && outcome.seen !== "" ? colors.dim(`  ${outcome.seen}`) : "";
  return [`  ${colors.green(marks.shown)} ${title}${seen}`];
}

/** Together where one reason holds for several. */
function untriedLines(rows: readonly Row[], colors: Colors): string[] {
  const byReason = Map.groupBy(rows, ({ outcome }) => (outcome.kind === "untried" ? outcome.why : ""));
  byReason.delete("");
  return [...byReason].flatMap(([why, group]) => [
    ...group.map(({ title }) => `  ${colors.yellow(marks.untried)} ${title}`),
    ...wrapped(`${group.length === 1 ? "It" : "They"} could not be tried: ${why}.`, "      "),
  ]);
}
