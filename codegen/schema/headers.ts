import { textThat } from "./texts.ts";

/** Headers that the Worker or the runtime sets itself, lower case, each with why a job can't. */
const owned: Readonly<Record<string, string>> = {
  authorization: "comes from `auth`",
  host: "comes from the environment's `backend`",
  "content-length": "is counted from the body",
  "content-type": "is always application/json",
  "user-agent": "names the Worker",
  "x-correlation-id": "is new for each run",
  "idempotency-key": "is the run's id",
  traceparent: "is new for each attempt",
  "accept-encoding": "belongs to the runtime",
  "cf-worker": "belongs to the runtime",
};

/** @see https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1 */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Why a job can't set this header; null where it can. */
export function headerFault(name: string): string | null {
  const lower = name.toLowerCase();
  if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(lower))
    return "is no header name: letters, digits and `-` are allowed";
  if (hopByHop.includes(lower)) return "belongs to the connection, not to the request";
  if (lower.startsWith("x-cron-") || lower.startsWith("webhook-") || lower.startsWith("cf-"))
    return "is one that the Worker or Cloudflare sets itself";
  const why = Object.hasOwn(owned, lower) ? owned[lower] : undefined;
  return why === undefined ? null : `can't be set: it ${why}`;
}

/** A header's value: visible characters, blanks and tabs. Reports SCH113. */
export const header = textThat({ description: "A header's value." }, (value) =>
  /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
    ? null
    : { code: "SCH113", message: "a header's value is one line of visible characters" },
);
