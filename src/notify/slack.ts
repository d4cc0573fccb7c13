import { assertNever } from "../assert-never.ts";
import type { KnownInvocation } from "../invocation.ts";
import type { AlertEvent, SlackNotify } from "../job-map.ts";
import type { RunResult } from "../run.ts";
import { postJson, send } from "./send.ts";
import { slackMessage } from "./slack-message.ts";

/** A result that someone wants to hear of, and how. */
interface Alert {
  readonly result: RunResult;
  readonly slack: SlackNotify;
}

/**
 * Sends one message to each webhook that wants to hear of these runs, naming every job. With no memory of
 * earlier ticks, every failed run is alerted: `after` and `remindEveryMs` need one. Never throws.
 */
export async function sendSlackAlerts(
  results: readonly RunResult[],
  invocation: KnownInvocation,
): Promise<void> {
  const byWebhook = Map.groupBy(alertsOf(results), ({ slack }) => slack.webhook);
  await Promise.all(
    [...byWebhook].map(async ([webhook, alerts]) => {
      const url = invocation.configuration.secrets.get(webhook);
      if (url === undefined) {
        invocation.log.error(`The alert was not sent: the secret ${webhook} is not set`);
        return;
      }
      const message = slackMessage(
        alerts.map(({ result }) => result),
        mentionsOf(alerts),
        invocation.configuration.environmentName,
      );
      await send(`Slack (${webhook})`, url, postJson(message), invocation);
    }),
  );
}

function alertsOf(results: readonly RunResult[]): Alert[] {
  return results.flatMap((result) => {
    const slack = result.run.settings.notify?.slack;
    return slack?.events.includes(eventOf(result)) ? [{ result, slack }] : [];
  });
}

function eventOf({ status }: RunResult): AlertEvent {
  switch (status) {
    case "succeeded":
      return "success";
    case "failed":
    case "dropped":
      return "failure";
    default:
      return assertNever(status);
  }
}

/** Who is called by name: only for what failed. */
function mentionsOf(alerts: readonly Alert[]): string[] {
  const mentions = alerts
    .filter(({ result }) => eventOf(result) === "failure")
    .map(({ slack }) => slack.mention);
  return [...new Set(mentions.filter((mention) => mention !== undefined))];
}
