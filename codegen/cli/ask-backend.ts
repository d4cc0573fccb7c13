import type { Ask, NoAnswer } from "../handshake/ask.ts";

/** No more of an answer is read, as the Worker does it. */
const MAX_ANSWER_BYTES = 64 * 1024;

const MAX_EXCERPT = 100;

/** Asks over the network. `redact` strikes secrets out of what may be shown. */
export function askBackend(redact: (text: string) => string): Ask {
  return async ({ url, method, headers, body, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const startedAt = performance.now();
    try {
      const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
      const text = await readText(response);
      return {
        kind: "answer",
        status: response.status,
        headers: response.headers,
        text,
        excerpt: excerptOf(redact(text)),
        durationMs: performance.now() - startedAt,
      };
    } catch (error) {
      if (signal.aborted)
        return { kind: "none", why: "timeout", text: `no answer within ${timeoutMs / 1000} s` };
      return faultOf(error, redact);
    }
  };
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString();
}

/** What a backend says of itself: the `error` of a JSON object, or the beginning of the text. */
function excerptOf(text: string): string {
  const said = errorIn(text) ?? text;
  const line = said.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT).toWellFormed()}…` : line;
}

function errorIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const error = typeof value === "object" && value !== null && "error" in value ? value.error : null;
    return typeof error === "string" ? error : null;
  } catch {
    return null;
  }
}

/** By the system's code: node says "fetch failed", and the reason in a cause. */
function faultOf(error: unknown, redact: (text: string) => string): NoAnswer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const isTls = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code);
  return { kind: "none", why: isTls ? "tls" : "network", text: words[code] ?? redact(message || code) };
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused: nobody listens there",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name could not be looked up",
  ETIMEDOUT: "it could not be reached in time",
  UND_ERR_CONNECT_TIMEOUT: "it could not be reached in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody but itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by an authority that is not known",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes without the chain to an authority that is known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by an authority that is not known",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};
