import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";

/** A request on its way, and an answer on its way back. */
export interface Passing {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Passed {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** How a backend departs from its contract: it may change what goes in and what comes out, or answer itself. */
export type Deviation = (
  request: Passing,
  forward: (changed?: Partial<Passing>) => Promise<Passed>,
) => Promise<Passed>;

export function isJob({ target }: Passing): boolean {
  return target.startsWith("/cron/");
}

/** A server before a backend that makes it depart from the contract. */
export async function startDeviation(backend: string, deviation: Deviation) {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await passingOf(incoming);
      const { status, headers, body } = await deviation(request, async (changed) =>
        forward(backend, { ...request, ...changed }),
      );
      outgoing.writeHead(status, Object.fromEntries(headers));
      outgoing.end(body);
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An answer with these headers in place of its own; null takes one away. */
export function withHeaders(answer: Passed, changes: Readonly<Record<string, string | null>>): Passed {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return { ...answer, headers };
}

/** A copy of headers with one of them replaced. */
export function replaced(headers: Headers, name: string, value: string): Headers {
  const copy = new Headers(headers);
  copy.set(name, value);
  return copy;
}

async function passingOf(incoming: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = "", url: target = "" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (!hop.has(name)) headers.set(name, String(value));
  return { method, target, headers, body: Buffer.concat(chunks).toString() };
}

async function forward(backend: string, { method, target, headers, body }: Passing): Promise<Passed> {
  const hasBody = method !== "GET" && method !== "HEAD";
  const response = await fetch(backend + target, {
    method,
    headers,
    body: hasBody ? body : null,
    redirect: "manual",
  });
  const given = new Headers(response.headers);
  for (const name of hop) given.delete(name);
  return { status: response.status, headers: given, body: await response.text() };
}

const hop = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "host", "date"]);
