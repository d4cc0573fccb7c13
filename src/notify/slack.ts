import type { KnownInvocation } from "../invocation.ts";
import type { AlertEvent } from "../job-map.ts";
import type { Alert } from "./alert.ts";
import { postJson, send } from "./send.ts";
import { slackMessage } from "./slack-message.ts";

/**
 * Sends one message to each webhook, naming every job. Never throws.
 * @returns those that were taken; a webhook without its secret counts as taken: trying again would help nobody
 */
export async function sendSlackAlerts(
  alerts: readonly Alert[],
  invocation: KnownInvocation,
): Promise<readonly Alert[]> {
  const byWebhook = Map.groupBy(alerts, ({ slack }) => slack.webhook);
  const taken = await Promise.all(
    [...byWebhook].map(async ([webhook, each]) => ((await sendTo(webhook, each, invocation)) ? each : [])),
  );
  return taken.flat();
}

async function sendTo(
  webhook: string,
  alerts: readonly Alert[],
  invocation: KnownInvocation,
): Promise<boolean> {
  const { configuration, log } = invocation;
  const url = configuration.secrets.get(webhook);
  if (url === undefined) {
    log.error(`The alert was not sent: the secret ${webhook} is not set`);
    return true;
  }
  const message = slackMessage(alerts, mentionsOf(alerts), configuration.environmentName);
  return send(`Slack (${webhook})`, url, postJson(message), invocation);
}

/** Events for which people are called by name. */
const CALLS_FOR_PEOPLE: readonly AlertEvent[] = ["failure", "missed"];

function mentionsOf(alerts: readonly Alert[]): string[] {
  const mentions = alerts
    .filter(({ alert }) => CALLS_FOR_PEOPLE.includes(alert.event))
    .map(({ slack }) => slack.mention);
  return [...new Set(mentions.filter((mention) => mention !== undefined))];
}
