import { parseJson } from "../codegen/text/parse-json.ts";

/**
 * What a notification of a Slack message shows: `🔴 production: 1 job missed: EE Recent Elections`.
 * @param body of a request
 * @returns null where it is no message to Slack
 */
export function readSlackText(body: string): string | null {
  const message = parseJson(body);
  if (typeof message !== "object" || message === null) return null;
  if (!("text" in message && typeof message.text === "string" && "blocks" in message)) return null;
  // @see https://docs.slack.dev/messaging/formatting-message-text#escaping
  return message.text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
