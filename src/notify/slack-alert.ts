import { formatDuration } from "../format-duration.ts";
import { isoTime } from "../iso-time.ts";
import type { PendingAlert } from "../ledger/alert-policy.ts";
import type { Alert } from "./alert.ts";

const MAX_ERROR_CHARACTERS = 500;
const MAX_NAME_CHARACTERS = 150;

/** What can be said of a job, worst first. */
export const KINDS = [
  "failed",
  "still failing",
  "missed",
  "still missing",
  "recovered",
  "back on time",
  "succeeded",
] as const;

type Kind = (typeof KINDS)[number];

export function kindOf({ event, condition, isReminder }: PendingAlert): Kind {
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

/** One alert in Slack's markup: job, environment, what happened, run, correlation id, owner and runbook. */
export function describe({ job, definition, alert }: Alert, environment: string): string {
  const { name, owner, runbook } = definition;
  const { run } = alert;
  const lines = [
    `*${escape(cut(name, MAX_NAME_CHARACTERS))}* \`${job}\` in ${environment}`,
    `*Status:* ${statusText(alert)}`,
    ...historyLines(alert),
    ...(run.error === null ? [] : [`*Error:* ${escape(cut(run.error, MAX_ERROR_CHARACTERS))}`]),
    `*Run:* \`${escape(run.runId)}\``,
    ...(run.correlationId === "" ? [] : [`*Correlation id:* \`${run.correlationId}\``]),
    ...(owner === undefined ? [] : [`*Owner:* ${escape(cut(owner, MAX_NAME_CHARACTERS))}`]),
    ...(runbook === undefined ? [] : [`*Runbook:* ${link(runbook)}`]),
  ];
  return lines.join("\n");
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

/** @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function link(url: string): string {
  return `<${escape(url).replaceAll("|", "%7C")}|${escape(cut(url, MAX_NAME_CHARACTERS))}>`;
}

/** With no half of a character at its end: Slack would refuse the message. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, maxCharacters - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
