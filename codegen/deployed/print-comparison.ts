import type { Colors } from "picocolors/types.js";
import { clipped, wrapped } from "../text/wrap.ts";
import { sentenceMarkdown, escapeMarkdown } from "../text/escape-markdown.ts";
import { adviceLines } from "./advice-lines.ts";
import { verifyAdvice } from "./verify-advice.ts";
import type { Comparison, Difference } from "./compare-deployed.ts";
import type { Deployment } from "./deployment.ts";
import { countOf } from "../text/count-of.ts";
import { shortId } from "./words.ts";
import type { Wanted } from "./wanted.ts";

/** A comparison, and what it is of. */
export interface Compared {
  readonly wanted: Wanted;
  /** null: there is no such Worker, or nothing of it is live. */
  readonly live: Deployment | null;
  readonly comparison: Comparison;
  /** Where the repository's side comes from: `main (91e67cd)`; null outside of git. */
  readonly source: string | null;
}

/** To read in a terminal. */
export function printComparisonText(compared: Compared, colors: Colors): string {
  const { comparison, wanted } = compared;
  const rows = comparison.differences.map((each) => [
    labelOf(each),
    sideOf(each.repository),
    sideOf(each.cloudflare),
  ]);
  const lines = tableLines([["", "in the repository", "on Cloudflare"], ...rows]);
  return [
    ...wrapped(`${wanted.environment} (${wanted.worker}): ${headline(compared)}`, ""),
    ...(rows.length === 0 ? [] : ["", colors.dim(lines[0] ?? ""), ...lines.slice(1), ""]),
    ...verifyAdvice(comparison, wanted).flatMap(adviceLines),
  ].join("\n");
}

/** For a summary page or a comment. */
export function printComparisonMarkdown(compared: Compared): string {
  const { comparison, wanted } = compared;
  const rows = comparison.differences.map(
    (each) =>
      `| ${escapeMarkdown(labelOf(each))} | ${escapeMarkdown(sideOf(each.repository))} | ${escapeMarkdown(sideOf(each.cloudflare))} |`,
  );
  const advice = verifyAdvice(comparison, wanted).map(
    ({ text, command }) => `- ${sentenceMarkdown(text)}${command === undefined ? "" : ` \`${command}\``}`,
  );
  return [
    `**${escapeMarkdown(wanted.environment)}** (${escapeMarkdown(wanted.worker)}): ${sentenceMarkdown(headline(compared))}`,
    ...(rows.length === 0
      ? []
      : ["", "|  | in the repository | on Cloudflare |", "| --- | --- | --- |", ...rows]),
    ...(advice.length === 0 ? [] : ["", ...advice]),
  ].join("\n");
}

/** For programs. */
export function printComparisonJson({ comparison, wanted, live, source }: Compared): string {
  const { differences, unusedSecrets } = comparison;
  const shown = {
    version: 1,
    environment: wanted.environment,
    worker: wanted.worker,
    source,
    equal: differences.length === 0,
    differences,
    unusedSecrets,
    deployed: live && {
      crons: live.crons,
      versions: live.versions.map(({ id, percentage, tag, createdAt, author, secrets }) => ({
        id,
        percentage,
        commit: tag,
        createdAt,
        author,
        secrets,
      })),
    },
  };
  return JSON.stringify(shown, null, 2);
}

function headline({ comparison, wanted, live, source }: Compared): string {
  if (live === null) return "there is no such Worker on Cloudflare, or nothing of it is live.";
  const { length } = comparison.differences;
  const [version] = live.versions;
  const what = `version ${shortId(version.id)} of ${version.createdAt.slice(0, 10)}`;
  if (length > 0)
    return `${countOf(length, "difference")} between the repository${source === null ? "" : `, ${source},`} and what is deployed, ${what}.`;
  const parts = [
    countOf(live.crons.length, "cron trigger"),
    countOf(wanted.vars.size, "var"),
    countOf(wanted.requiredSecrets.length, "required secret"),
    `${what}${source === null ? "" : `, the code of ${source}`}`,
  ];
  const code = source === null ? " The code can't be compared: this is no git repository." : "";
  return `what is deployed is what the repository says: ${parts.join(", ")}.${code}`;
}

/** What Cloudflare answers is shown on one line, without what a terminal would obey. */
function labelOf({ kind, name }: Difference): string {
  return clipped(name === null ? kind : `${kind} ${name}`, 60);
}

function sideOf(words: string | null): string {
  return words === null ? "-" : clipped(words, 120);
}

/** Columns as wide as their widest cell, the last one free. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
