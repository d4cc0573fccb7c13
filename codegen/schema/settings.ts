import { z } from "zod";
import { builtIn } from "./built-in.ts";
import { duration, durationText } from "./duration.ts";
import { ledgerShape } from "./ledger-settings.ts";
import { dst, timeZone } from "./schedule-dates.ts";
import { shown } from "./scalar.ts";
import { flag, numberIn, oneOf, spelling, textThat } from "./texts.ts";
import { isMap, map, union } from "./union.ts";

/** Names of Worker secrets and vars, as shells and wrangler take them. */
export const secretNamePattern = /^[A-Z][A-Z0-9_]{0,62}$/;

/** Reports SCH307 without the value: what is no name may be the secret itself. */
export function secretName(description: string) {
  return textThat({ pattern: secretNamePattern.source, description }, (value) =>
    secretNamePattern.test(value)
      ? null
      : {
          code: "SCH307",
          message: "this is no name of a secret: capitals, digits and `_`, for example ERIFY_CRON_TOKEN",
          hint: "if it is the secret itself, take it out of the repository and set it with `wrangler secret put`",
        },
  );
}

/** `200`, or `2xx` for a class. */
const status = textOrNumber([], "a status code (404) or a class of them (5xx)", (value) =>
  /^[1-5](\d\d|xx)$/.test(value),
);
const retryReason = textOrNumber(
  ["network", "timeout"],
  "`network`, `timeout`, a status code (503) or a class of them (5xx)",
  (value) => /^[1-5](\d\d|xx)$/.test(value),
);

/** One of a few words, or a text or a number of some form. */
function textOrNumber(words: readonly string[], allowed: string, fits: (value: string) => boolean) {
  return union([z.int(), textThat({}, () => null)], (value) => (typeof value === "number" ? 0 : 1))
    .superRefine((value, context) => {
      if (words.includes(String(value)) || fits(String(value))) return;
      const message = `${shown(value)} is not allowed here: write ${allowed}`;
      context.addIssue({
        code: "custom",
        params: { code: "SCH104", message, ...spelling(value, words) },
        message,
        input: value,
        continue: false,
      });
    })
    .meta({ description: `One of: ${allowed}.` });
}

const retry = map({
  maxAttempts: numberIn("Attempts in all.", {
    min: 1,
    max: 10,
    default: builtIn.retry.maxAttempts,
  }).optional(),
  initialDelay: duration("Wait before the second attempt.", {
    min: "0ms",
    max: "1h",
    default: durationText(builtIn.retry.initialDelayMs),
  }).optional(),
  multiplier: numberIn("By how much each wait is longer than the one before.", {
    min: 1,
    max: 10,
    whole: false,
    default: builtIn.retry.multiplier,
  }).optional(),
  maxDelay: duration("No wait is longer.", {
    min: "0ms",
    max: "6h",
    default: durationText(builtIn.retry.maxDelayMs),
  }).optional(),
  deadline: duration(
    "No attempt starts later than this after the run began. The job's shortest period if left out, at least 14m.",
    {
      min: "0ms",
      max: "24h",
    },
  ).optional(),
  jitter: oneOf(
    ["full", "none"],
    "full: each wait is drawn from 0 to its length.",
    builtIn.retry.jitter,
  ).optional(),
  on: z
    .array(retryReason)
    .meta({ description: `What is tried again; ${JSON.stringify(builtIn.retry.on)} if left out.` })
    .optional(),
}).meta({ description: "How a failed attempt is repeated. Merged key by key over the defaults." });

const authMap = map({
  bearer: secretName("Name of the Worker secret that holds the bearer token.").optional(),
  hmac: secretName(
    "Name of the Worker secret that signs the requests (Standard Webhooks): whsec_, then 24 to 64 bytes in base64.",
  ).optional(),
})
  .superRefine(({ bearer, hmac }, context) => {
    const report = (path: string[], message: string, hint: string) =>
      context.addIssue({
        code: "custom",
        params: { code: "SCH104", message, hint },
        message,
        path,
        input: hmac,
        continue: false,
      });
    // With a key that is not known it is not empty, and that key is reported.
    if (bearer === undefined && hmac === undefined && context.issues.length === 0)
      report(
        [],
        "this map is empty: name a secret",
        "write { bearer: SECRET }, { hmac: SECRET }, both, or none",
      );
    if (hmac !== undefined && hmac === bearer)
      report(
        ["hmac"],
        "one secret can't be both token and signing key: who sees the token could sign",
        "make a secret of its own for the signature, and name it here",
      );
  })
  .meta({ minProperties: 1 });

const auth = union([oneOf(["none"], "Neither a token nor a signature."), authMap], (value) =>
  isMap(value) ? 1 : 0,
).meta({
  description:
    "How the Worker proves itself to the backend: { bearer: SECRET_NAME }, { hmac: SECRET_NAME }, both, or none.",
});

const slack = map({
  events: z
    .array(oneOf(["failure", "recovery", "missed", "success"], "What to tell."))
    .min(1)
    .meta({
      description: `Which events are told: failure, recovery, missed, success. [${builtIn.slack.events.join(", ")}] if left out.`,
    })
    .optional(),
  after: numberIn("Failed runs in a row before the first alert.", {
    min: 1,
    max: 100,
    default: builtIn.slack.after,
  }).optional(),
  remindEvery: duration("How often a failure that lasts is told again.", {
    min: "1m",
    max: "30d",
    default: durationText(builtIn.slack.remindEveryMs),
  }).optional(),
  mention: textThat(
    { description: 'Put before the text, for example "<!subteam^S123>".' },
    () => null,
  ).optional(),
  webhook: secretName(
    "Name of the Worker secret that holds the webhook's URL; SLACK_WEBHOOK_URL if left out.",
  ).optional(),
}).meta({ description: "Slack messages through an incoming webhook." });

const notifyMap = map({ slack });

/** `notify` of an environment. */
export const notify = notifyMap.meta({
  description: "Who is told of what: { slack: { events: [failure] } }.",
});

/** The settings that `defaults`, an environment's `defaults`, a job and an override all take. */
export const settingsShape = {
  timeZone: timeZone.optional(),
  dst: dst.optional(),
  spread: duration(
    "Waits so long, drawn once for each job, before a run; the scheduled time stays the written minute.",
    {
      min: "0s",
      max: "60s",
      default: "0s",
    },
  ).optional(),
  timeout: duration("Of one attempt, from the call to the last byte read.", {
    min: "100ms",
    max: "14m",
    default: durationText(builtIn.timeoutMs),
  }).optional(),
  retry: retry.optional(),
  auth: auth.optional(),
  success: z
    .array(status)
    .min(1)
    .meta({ description: "Status codes or classes that end a run well; [2xx] if left out." })
    .optional(),
  enabled: flag(
    "false: no scheduled runs in this environment; runs by hand work.",
    builtIn.enabled,
  ).optional(),
  notify: union([oneOf(["off"], "Nobody hears of it."), notifyMap], (value) => (isMap(value) ? 1 : 0))
    .meta({ description: "As the environment's `notify`, or off." })
    .optional(),
  ...ledgerShape,
};
