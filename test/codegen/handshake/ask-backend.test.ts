/** What a backend sends is shown only when it has been cleaned: no secret, and nothing that a terminal obeys. */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { askBackend } from "../../../codegen/cli/ask-backend.ts";
import type { Reply } from "../../../codegen/handshake/ask.ts";
import { createRedactor } from "../../../src/redact.ts";

const ask = askBackend(createRedactor(["change+me+now"]));
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers each request with these bytes; with null not at all. */
async function serve(answer: string | null): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => answer !== null && socket.end(answer, "latin1"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

function get(url: string, timeoutMs = 5_000): Promise<Reply> {
  return ask({ url, method: "GET", headers: new Headers(), body: null, timeoutMs });
}

/** What is shown of an answer with this body. */
async function excerpt(body: string): Promise<string> {
  const reply = await get(await serve(`HTTP/1.1 401 No\r\nConnection: close\r\n\r\n${body}`));
  if (reply.kind === "none") throw new Error(reply.text);
  return reply.excerpt;
}

describe("what is shown of a body", () => {
  it.each([
    // As System.Text.Json of .NET writes a `+`.
    { body: '{"error":"you sent change\\u002Bme\\u002Bnow"}', want: "you sent [redacted]" },
    {
      body: '{"error":"you sent change\\u002bme\\u002bnow", "at": ',
      want: '{"error":"you sent [redacted]", "at":',
    },
    { body: '{"error":"you sent \\u0063hange+me+now"}', want: "you sent [redacted]" },
    { body: '{"error":"you sent change\\u200b+me+\\u00adnow"}', want: "you sent [redacted]" },
    // The first of its characters are the last that there is room for.
    { body: `${"x".repeat(90)} change+me+now`, want: `${"x".repeat(90)} [redacte…` },
    {
      body: '{"error":"\\u001b[31mred\\u009b32m \\u202ederever\\u2069\\r\\n\\u0007"}',
      want: "[31mred 32m derever",
    },
  ])("$body", async ({ body, want }) => {
    expect(await excerpt(body)).toBe(want);
  });
});

it("cleans every header", async () => {
  const reply = await get(
    await serve(
      "HTTP/1.1 405 No\r\nAllow: POST\x9b31m, change+me+now\r\nRetry-After: 1\xad0\r\nContent-Length: 0\r\n\r\n",
    ),
  );
  expect(reply).toMatchObject({ kind: "answer", status: 405 });
  const headers = reply.kind === "answer" ? reply.headers : new Headers();
  expect([headers.get("Allow"), headers.get("Retry-After")]).toEqual(["POST 31m, [redacted]", "10"]);
});

describe("where there is no answer, it is told apart", () => {
  it.each([
    {
      what: "headers that are too long",
      answer: `HTTP/1.1 200 OK\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      want: "unreadable",
      text: "headers",
    },
    { what: "what is no HTTP", answer: "SSH-2.0-OpenSSH_9.6\r\n\r\n", want: "unreadable", text: "HTTP" },
    {
      what: "a body that can't be unpacked",
      answer: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nno",
      want: "unreadable",
      text: "`Content-Encoding`",
    },
    { what: "silence", answer: null, want: "timeout", text: "no answer within 0.2 s" },
  ])("$what: $want", async ({ answer, want, text }) => {
    expect(await get(await serve(answer), 200)).toEqual({
      kind: "none",
      why: want,
      text: expect.stringContaining(text) as string,
    });
  });

  it("a port on which nobody listens: network", async () => {
    const url = await serve("");
    for (const close of closing.splice(0)) close();
    expect(await get(url)).toMatchObject({ kind: "none", why: "network" });
  });
});
