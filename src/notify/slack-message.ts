import { formatDuration } from "../format-duration.ts";
import type { RunResult } from "../run.ts";

/** @see https://docs.slack.dev/reference/block-kit/blocks: at most 50 blocks, 3,000 characters a section, 150 a header. */
const MAX_DETAILED_RUNS = 40;
const MAX_LIST_BLOCKS = 8;
const MAX_SECTION_CHARACTERS = 3_000;
const MAX_ERROR_CHARACTERS = 500;

/** The two kinds of block that our messages are made of. */
type Block =
  | { readonly type: "header"; readonly text: { readonly type: "plain_text"; readonly text: string } }
  | { readonly type: "section"; readonly text: { readonly type: "mrkdwn"; readonly text: string } };

interface SlackMessage {
  /** What a notification shows, and what is read aloud. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * One message about all these runs. The first forty have a section each, with job, environment, status,
 * correlation id, owner and runbook; any further ones are listed.
 *
 * @param mentions such as `<!subteam^S123>`, put before the text
 */
export function slackMessage(
  results: readonly RunResult[],
  mentions: readonly string[],
  environment: string,
): SlackMessage {
  const failed = results.filter(({ status }) => status !== "succeeded");
  const title = `${failed.length > 0 ? "🔴" : "🟢"} ${environment}: ${summary(failed.length, results.length)}`;
  const names = results.map(({ run }) => run.definition.name).join(", ");
  const text = [...mentions, `${escape(title)}: ${escape(names)}`].join(" ");
  return {
    text: cut(text, MAX_SECTION_CHARACTERS),
    blocks: [
      { type: "header", text: { type: "plain_text", text: title } },
      ...(mentions.length > 0 ? [section(mentions.join(" "))] : []),
      ...results.slice(0, MAX_DETAILED_RUNS).map((result) => section(describe(result, environment))),
      ...listBlocks(results.slice(MAX_DETAILED_RUNS)),
    ],
  };
}

function summary(failed: number, all: number): string {
  if (failed === 0) return all === 1 ? "1 job succeeded" : `${all} jobs succeeded`;
  const jobs = failed === 1 ? "1 job failed" : `${failed} jobs failed`;
  return failed === all ? jobs : `${jobs}, ${all - failed} succeeded`;
}

function describe(result: RunResult, environment: string): string {
  const { run, status, statusCode, attempts, durationMs, error } = result;
  const { name, owner, runbook } = run.definition;
  const answer = statusCode === null ? "" : ` (HTTP ${statusCode})`;
  const lines = [
    `*${escape(name)}* \`${run.job}\` in ${environment}`,
    `*Status:* ${status}${answer}, ${attempts === 1 ? "1 attempt" : `${attempts} attempts`}, ${formatDuration(durationMs)}`,
    ...(error === null ? [] : [`*Error:* ${escape(cut(error, MAX_ERROR_CHARACTERS))}`]),
    `*Run:* \`${escape(run.id)}\``,
    `*Correlation id:* \`${run.correlationId}\``,
    ...(owner === undefined ? [] : [`*Owner:* ${escape(owner)}`]),
    ...(runbook === undefined ? [] : [`*Runbook:* <${linkTarget(runbook)}|${escape(runbook)}>`]),
  ];
  return cut(lines.join("\n"), MAX_SECTION_CHARACTERS);
}

/** Names with their status, as many to a section as fit. */
function listBlocks(results: readonly RunResult[]): Block[] {
  const sections: string[] = [];
  let listed = 0;
  for (const { run, status } of results) {
    const line = `\`${run.job}\` ${status}`;
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length + 2 <= MAX_SECTION_CHARACTERS) {
      sections[sections.length - 1] = `${last}, ${line}`;
    } else if (sections.length < MAX_LIST_BLOCKS - 1) {
      sections.push(line);
    } else {
      sections.push(`and ${results.length - listed} more: see the log`);
      break;
    }
    listed += 1;
  }
  return sections.map(section);
}

function section(text: string): Block {
  return { type: "section", text: { type: "mrkdwn", text } };
}

/** @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function linkTarget(url: string): string {
  return escape(url).replaceAll("|", "%7C");
}

function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
}
