import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Seconds: a request that is older, or from further ahead, may be somebody's copy of it. */
const TOLERANCE_SECONDS = 300;

/** What a signature must agree with. */
export interface SignatureTerms {
  readonly signingKeys: readonly Buffer[];
  /** The jobs that the request's path is for. */
  readonly jobKeys: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}

/** The key in a secret such as `whsec_<base64>`. @throws where there is none of 24 to 64 bytes; the text does not show it */
export function signingKey(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const key = Buffer.from(encoded ?? "", "base64");
  if (key.length < 24 || key.length > 64)
    throw new Error("a signing secret is whsec_, then 24 to 64 bytes in base64");
  return key;
}

/**
 * What is wrong with the signature of a request; null where one of the signing keys made it, for one of the jobs. Any
 * signature of the header may be the right one: that is how both sides rotate.
 *
 * @param body the bytes as they came: JSON that was parsed and printed again has others
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureFault(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { signingKeys, jobKeys, now }: SignatureTerms,
): string | null {
  const [id, timestamp, given] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    String(headers[name] ?? ""),
  );
  if (!id || !timestamp || !given) return "webhook-id, webhook-timestamp or webhook-signature is missing";
  const seconds = Math.abs(now / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || seconds > TOLERANCE_SECONDS)
    return "webhook-timestamp is more than 5 minutes from this clock";
  const wanted = signingKeys.map((key) =>
    createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  const isSigned = given
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3), "base64"))
    .some((bytes) => wanted.some((want) => bytes.length === want.length && timingSafeEqual(bytes, want)));
  if (!isSigned) return "webhook-signature is wrong";
  // The key is not signed itself: without this, a copy of the request could come under another one.
  if (headers["idempotency-key"] !== id) return "Idempotency-Key is not the webhook-id that was signed";
  // Nor is the path: without this, a copy could start another job than it was made for.
  return jobKeys.includes(id.split(":")[1] ?? "") ? null : "webhook-id names another job than this path's";
}
