/** A real HTTP server that misbehaves as its URL says, and remembers what it received. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ReceivedRequest } from "./provided.ts";

export interface MisbehavingServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const BIG_BODY_BYTES = 100 * 1024 * 1024;

/**
 * Starts a server on a free port of loopback.
 *
 * - `/run/<id>?do=500|429;3|200` answers the first request under this id as the first step says, the
 *   second as the second, and so on; the last step goes on for ever. Any query beside `do` is ignored.
 * - `GET /record/<id>` answers with what arrived under the id, as JSON; `GET /sent/<id>` with how many
 *   bytes of the last answer left the process.
 *
 * A step is a status, `<status>;<Retry-After>`, `302;<Location>`, or one of: `hang` (no headers ever),
 * `hang-body` (headers, a first piece, no end), `reset`, `cut` (closes before the body is whole), `big` (100 MB), `broken-json`,
 * `text;<body>` (500 with that body), `echo` (500, with the request's own headers and body as JSON).
 */
export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  const received = new Map<string, ReceivedRequest[]>();
  const sent = new Map<string, () => number>();
  const server = createServer((request, response) => {
    void serve(request, response, received, sent);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

/** A URL at which nobody listens: the port was free a moment ago. */
export async function refusedUrl(): Promise<string> {
  const server = await startMisbehavingServer();
  await server.close();
  return server.url;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  received: Map<string, ReceivedRequest[]>,
  sent: Map<string, () => number>,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, room, id = ""] = url.pathname.split("/");
  if (room === "record") return json(response, 200, received.get(id) ?? []);
  if (room === "sent") return json(response, 200, sent.get(id)?.() ?? 0);

  const requests = received.get(id) ?? [];
  received.set(id, requests);
  const arrived: ReceivedRequest = {
    method: request.method ?? "",
    url: request.url ?? "",
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: await bodyOf(request),
  };
  requests.push(arrived);
  const before = request.socket.bytesWritten;
  sent.set(id, () => request.socket.bytesWritten - before);
  const steps = (url.searchParams.get("do") ?? "200").split("|");
  const step = steps[Math.min(requests.length, steps.length) - 1] ?? "200";
  answer(step, arrived, response);
}

function answer(step: string, arrived: ReceivedRequest, response: ServerResponse): void {
  const [what = "", detail] = step.split(";");
  switch (what) {
    case "hang":
      return;
    case "hang-body":
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write("{");
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      response.writeHead(200, { "Content-Length": "1000" });
      response.write("only this", () => response.socket?.destroy());
      return;
    case "big":
      response.writeHead(200, { "Content-Type": "application/octet-stream" });
      sendBigBody(response);
      return;
    case "broken-json":
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end('{"status": "succ');
      return;
    case "text":
      response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(detail);
      return;
    case "echo":
      return json(response, 500, arrived);
    default:
      if (detail !== undefined) response.setHeader(what.startsWith("3") ? "Location" : "Retry-After", detail);
      return json(response, Number(what), { step });
  }
}

/** Sends as fast as the other side reads, and stops when it hangs up. */
function sendBigBody(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  let left = BIG_BODY_BYTES;
  const sendMore = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", sendMore);
        return;
      }
    }
    response.end();
  };
  sendMore();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
