import { once } from "node:events";
import { connect } from "node:net";
import type { Ask, NoAnswer } from "../handshake/ask.ts";
import { clipped } from "../text/wrap.ts";
import { parseJson } from "../text/parse-json.ts";

/** No more of an answer is read, as the Worker does it. */
const MAX_ANSWER_BYTES = 64 * 1024;

const MAX_EXCERPT = 100;

/** How long a connection may take, where the time for the answer has passed and it is not known whether there was one. */
const CONNECT_TIMEOUT_MS = 2_000;

type Clean = (text: string) => string;

/** Asks over the network. `redact` strikes secrets out of what may be shown. */
export function askBackend(redact: (text: string) => string): Ask {
  // What can't be seen goes before secrets are looked for, or it would hide them; what a terminal obeys goes after.
  const clean: Clean = (text) =>
    redact(text.replace(/\p{Cf}/gu, ""))
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim();
  return async ({ url, method, headers, body, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const startedAt = performance.now();
    try {
      const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
      const text = await readText(response);
      return {
        kind: "answer",
        status: response.status,
        headers: new Headers(Array.from(response.headers, ([name, value]) => [name, clean(value)])),
        text,
        excerpt: clipped(clean(errorIn(text) ?? text), MAX_EXCERPT),
        durationMs: performance.now() - startedAt,
      };
    } catch (error) {
      if (!signal.aborted) return faultOf(error, clean);
      if (!(await canConnect(new URL(url))))
        return { kind: "none", why: "network", text: words["ETIMEDOUT"] ?? "" };
      return { kind: "none", why: "timeout", text: `no answer within ${timeoutMs / 1000} s` };
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

async function canConnect({ protocol, hostname, port }: URL): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80) });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** What a backend says of itself: the `error` of a JSON object. */
function errorIn(text: string): string | null {
  const value = parseJson(text);
  const error = typeof value === "object" && value !== null && "error" in value ? value.error : null;
  return typeof error === "string" ? error : null;
}

/** By the system's code: node says "fetch failed", and the reason in a cause. */
function faultOf(error: unknown, clean: Clean): NoAnswer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { name, code = name, message } = cause as NodeJS.ErrnoException;
  const unread = unreadable.find(({ codes }) => codes.test(code));
  if (unread) return { kind: "none", why: "unreadable", text: unread.text };
  const isTls = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code);
  return { kind: "none", why: isTls ? "tls" : "network", text: words[code] ?? clean(message || code) };
}

/** The codes, or where there is none the names, of node's errors about an answer that came. */
const unreadable: readonly { readonly codes: RegExp; readonly text: string }[] = [
  { codes: /^UND_ERR_HEADERS_OVERFLOW$/, text: "the headers of its answer are longer than 16 KiB" },
  { codes: /^UND_ERR_RES_/, text: "its body is not as long as its `Content-Length` says" },
  { codes: /^(?:Z_|ERR__ERROR_)/, text: "its body is not packed as its `Content-Encoding` says" },
  { codes: /^(?:HPE_|HTTPParserError$)/, text: "what it answers is no HTTP" },
];

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
