import type { Alert } from "./alert.ts";
import { cut, describe, escape, KINDS, kindOf } from "./slack-alert.ts";

/** @see https://docs.slack.dev/reference/block-kit/blocks: at most 50 blocks, 3,000 characters a section, 150 a header. */
const MAX_DETAILED_ALERTS = 40;
const MAX_SECTION_CHARACTERS = 3_000;
const MAX_HEADER_CHARACTERS = 150;

/**
 * Slack refuses a message whose blocks are too long together, and tells no limit; with 50 blocks it took 9,597 characters
 * and refused 11,341. With a header, mentions and a list, these stay below.
 * @see https://github.com/slackapi/bolt-js/issues/2867
 */
const MAX_DETAILS_CHARACTERS = 5_500;
const MAX_MENTIONS_CHARACTERS = 800;

/** Kept free in a list for how many are not in it. */
const REST_CHARACTERS = 50;

/** The two kinds of block that our messages are made of. */
type Block =
  | { readonly type: "header"; readonly text: { readonly type: "plain_text"; readonly text: string } }
  | { readonly type: "section"; readonly text: MarkedText };

interface MarkedText {
  readonly type: "mrkdwn";
  readonly text: string;
  /** Makes no mentions and links of what an error or a name happens to hold, such as `@channel`. */
  readonly verbatim?: true;
}

interface SlackMessage {
  /** What a notification shows, and what is read aloud. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * One message of all these alerts, the worst first. As many as there is room for have a section each, with job,
 * environment, what happened, run, correlation id, owner and runbook; any further ones are listed.
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
  const worstFirst = alerts.toSorted(
    (a, b) => KINDS.indexOf(kindOf(a.alert)) - KINDS.indexOf(kindOf(b.alert)),
  );
  const names = [...new Set(worstFirst.map(({ definition }) => definition.name))].join(", ");
  const text = [...mentions, `${escape(title)}: ${escape(names)}`].join(" ");
  const called = cut(mentions.join(" "), MAX_MENTIONS_CHARACTERS);
  const details = detailsOf(worstFirst, environment);
  const rest = worstFirst.slice(details.length);
  return {
    text: cut(text, MAX_SECTION_CHARACTERS),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(title, MAX_HEADER_CHARACTERS) } },
      ...(called === "" ? [] : [section({ type: "mrkdwn", text: called })]),
      ...[...details, ...(rest.length === 0 ? [] : [listOf(rest)])].map((each) =>
        section({ type: "mrkdwn", text: each, verbatim: true }),
      ),
    ],
  };
}

function detailsOf(alerts: readonly Alert[], environment: string): string[] {
  const details: string[] = [];
  let room = MAX_DETAILS_CHARACTERS;
  for (const alert of alerts.slice(0, MAX_DETAILED_ALERTS)) {
    const text = cut(describe(alert, environment), MAX_SECTION_CHARACTERS);
    room -= text.length;
    if (room < 0) break;
    details.push(text);
  }
  return details;
}

/** Jobs with what happened, as many as fit. */
function listOf(alerts: readonly Alert[]): string {
  const items: string[] = [];
  let room = MAX_SECTION_CHARACTERS - REST_CHARACTERS;
  for (const { job, alert } of alerts) {
    const item = `\`${job}\` ${kindOf(alert)}`;
    room -= item.length + 2;
    if (room < 0) break;
    items.push(item);
  }
  const left = alerts.length - items.length;
  return [...items, ...(left > 0 ? [`and ${left} more: see /runs`] : [])].join(", ");
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

function section(text: MarkedText): Block {
  return { type: "section", text };
}
