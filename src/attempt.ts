import { messageOf } from "./message-of.ts";
import type { Platform } from "./platform.ts";
import { readAtMost } from "./read-at-most.ts";
import type { Redactor } from "./redact.ts";
import type { BackendRequest } from "./request.ts";
import type { AttemptOutcome } from "./retry.ts";
import { withTimeout } from "./timeout.ts";

/** No more of an answer is read: the rest is cancelled. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** What of an answer is kept, for the log of a failure. */
export const EXCERPT_BYTES = 512;

/**
 * Sends one request and waits for its answer. The timeout runs from the call of `fetch` to the last byte
 * read, so a backend can't hang in the body either. Never throws.
 */
export async function attemptRequest(
  request: BackendRequest,
  timeoutMs: number,
  platform: Platform,
  redact: Redactor,
): Promise<AttemptOutcome> {
  return withTimeout(platform, timeoutMs, async (signal) => {
    try {
      const response = await platform.fetch(request.url, { ...request.init, signal });
      const { text } = await readAtMost(response.body, MAX_RESPONSE_BYTES);
      return {
        kind: "response",
        statusCode: response.status,
        retryAfter: response.headers.get("Retry-After"),
        excerpt: () => cutToBytes(redact(text), EXCERPT_BYTES),
      };
    } catch (error) {
      if (signal.aborted) return { kind: "timeout", timeoutMs };
      return { kind: "network", error: redact(messageOf(error)) };
    }
  });
}

/** The first bytes of a text, as UTF-8. Secrets are struck out before, or the cut could leave a piece of one. */
export function cutToBytes(text: string, maxBytes: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxBytes) return text;
  // `stream` keeps back a character that the cut goes through.
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true });
}
