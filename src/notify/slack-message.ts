import { formatDuration } from "../format-duration.ts";
import { isoTime } from "../iso-time.ts";
import type { PendingAlert } from "../ledger/alert-policy.ts";
import type { Alert } from "./alert.ts";

/** @see https://docs.slack.dev/reference/block-kit/blocks: at most 50 blocks, 3,000 characters a section, 150 a header. */
const MAX_DETAILED_ALERTS = 40;
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
 * One message of all these alerts. The first forty have a section each, with job, environment, what happened, run,
 * correlation id, owner and runbook; any further ones are listed.
 *
 * @param mentions such as `<!subteam^S123>`, put before the text
 */
export function slackMessage(
  alerts: readonly Alert[],
  mentions: readonly string[],
  environment: string,
): SlackMessage {
  const isBad = alerts.some(({ alert }) => alert.event === "failure" || alert.event === "missed");
  const title = `${isBad ? "🔴" : "🟢"} ${environment}: ${summary(alerts)}`;
  const names = [...new Set(alerts.map(({ definition }) => definition.name))].join(", ");
  const text = [...mentions, `${escape(title)}: ${escape(names)}`].join(" ");
  return {
    text: cut(text, MAX_SECTION_CHARACTERS),
    blocks: [
      { type: "header", text: { type: "plain_text", text: title } },
      ...(mentions.length > 0 ? [section(mentions.join(" "))] : []),
      ...alerts.slice(0, MAX_DETAILED_ALERTS).map((alert) => section(describe(alert, environment))),
      ...listBlocks(alerts.slice(MAX_DETAILED_ALERTS)),
    ],
  };
}

/** What can be said of a job, worst first. */
const KINDS = [
  "failed",
  "still failing",
  "missed",
  "still missing",
  "recovered",
  "back on time",
  "succeeded",
] as const;

type Kind = (typeof KINDS)[number];

function kindOf({ event, condition, isReminder }: PendingAlert): Kind {
  switch (event) {
    case "failure":
      return isReminder ? "still failing" : "failed";
    case "missed":
      return isReminder ? "still missing" : "missed";
    case "recovery":
      return condition === "failing" ? "recovered" : "back on time";
    case "success":
      return "succeeded";
  }
}

/** `2 jobs failed, 1 succeeded`. */
function summary(alerts: readonly Alert[]): string {
  const counts = KINDS.map((kind) => ({
    kind,
    count: alerts.filter(({ alert }) => kindOf(alert) === kind).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }, index) =>
      index > 0 ? `${count} ${kind}` : `${count === 1 ? "1 job" : `${count} jobs`} ${kind}`,
    )
    .join(", ");
}

function describe({ job, definition, alert }: Alert, environment: string): string {
  const { name, owner, runbook } = definition;
  const { run } = alert;
  const lines = [
    `*${escape(name)}* \`${job}\` in ${environment}`,
    `*Status:* ${statusText(alert)}`,
    ...historyLines(alert),
    ...(run.error === null ? [] : [`*Error:* ${escape(cut(run.error, MAX_ERROR_CHARACTERS))}`]),
    `*Run:* \`${escape(run.runId)}\``,
    ...(run.correlationId === "" ? [] : [`*Correlation id:* \`${run.correlationId}\``]),
    ...(owner === undefined ? [] : [`*Owner:* ${escape(owner)}`]),
    ...(runbook === undefined ? [] : [`*Runbook:* <${linkTarget(runbook)}|${escape(runbook)}>`]),
  ];
  return cut(lines.join("\n"), MAX_SECTION_CHARACTERS);
}

function statusText(alert: PendingAlert): string {
  const { status, statusCode, attempts, durationMs } = alert.run;
  if (alert.event === "recovery" && alert.condition === "missing") return "the cron brings it again";
  const answer = statusCode === null ? "" : ` (HTTP ${statusCode})`;
  const tries = attempts === 0 ? "" : `, ${attempts === 1 ? "1 attempt" : `${attempts} attempts`}`;
  const took = durationMs === null ? "" : `, ${formatDuration(durationMs)}`;
  return `${status}${answer}${tries}${took}`;
}

/** How long it has been so, or was. */
function historyLines({
  event,
  condition,
  at,
  since,
  count,
  isReminder,
  isFlapping,
}: PendingAlert): string[] {
  if (since === null) return [];
  const what = condition === "failing" ? "failed" : "missed";
  if (event === "recovery") return [`*Down for:* ${formatDuration(at - since)}, since ${isoTime(since)}`];
  return [
    ...(isReminder || count > 1 ? [`*Since:* ${isoTime(since)}, ${count} ${what} in a row`] : []),
    ...(isFlapping ? ["*Comes and goes:* its end is told once it has been well for an hour"] : []),
  ];
}

/** Names with what happened, as many to a section as fit. */
function listBlocks(alerts: readonly Alert[]): Block[] {
  const sections: string[] = [];
  let listed = 0;
  for (const { job, alert } of alerts) {
    const line = `\`${job}\` ${kindOf(alert)}`;
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length + 2 <= MAX_SECTION_CHARACTERS) {
      sections[sections.length - 1] = `${last}, ${line}`;
    } else if (sections.length < MAX_LIST_BLOCKS - 1) {
      sections.push(line);
    } else {
      sections.push(`and ${alerts.length - listed} more: see the log`);
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
