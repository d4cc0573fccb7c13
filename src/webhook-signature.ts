/**
 * Signatures of Standard Webhooks 1.0.0, symmetric scheme (`v1`: HMAC-SHA256). WebCrypto is all that it needs, so the
 * Worker and the tools around it sign with the same code.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */

const PREFIX = "whsec_";

/** Bytes of a key: "at least 24 bytes (192 bits, 512 maximum)". */
const LEAST_KEY_BYTES = 24;
const MOST_KEY_BYTES = 64;

/** Whole groups of four, the last one filled up with `=`: what every library of the standard can read. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export type WebhookKey = Uint8Array<ArrayBuffer>;

/** What is signed. */
interface WebhookMessage {
  /** The same for every attempt. */
  readonly id: string;
  /** When this attempt is made: epoch ms, sent as whole seconds. */
  readonly sentAt: number;
  /** As it is sent, in UTF-8; empty where a request has none. */
  readonly body: string;
}

/** A secret without the prefix that names its kind; null where it has not got one. */
export function encodedWebhookKey(secret: string): string | null {
  return secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : null;
}

/** The key in a secret such as `whsec_<base64>`; null where there is none of 24 to 64 bytes. */
export function readWebhookKey(secret: string): WebhookKey | null {
  const encoded = encodedWebhookKey(secret);
  if (encoded === null || !BASE64.test(encoded)) return null;
  const key = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  return key.length >= LEAST_KEY_BYTES && key.length <= MOST_KEY_BYTES ? key : null;
}

/**
 * The headers of a signed request: a signature for each key, in their order. A receiver needs to know one of the keys,
 * so with the new and the old one neither side has to change at the same moment as the other.
 */
export async function webhookHeaders(
  { id, sentAt, body }: WebhookMessage,
  keys: readonly WebhookKey[],
): Promise<Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>>> {
  const timestamp = String(Math.floor(sentAt / 1000));
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(keys.map((key) => sign(content, key)));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

async function sign(content: Uint8Array, key: WebhookKey): Promise<string> {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", hmac, content);
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}
