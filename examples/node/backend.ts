import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createContract, MAX_BODY_BYTES, single } from "./contract.ts";
import { type Job, jobs as exampleJobs } from "./jobs.ts";
import { signingKey } from "./signature.ts";

export interface BackendOptions {
  /** What callers must send as their bearer token; left out: none is asked for, and requests must be signed. */
  readonly token?: string;
  /** While the token is rotated: the one before it, which is taken too. */
  readonly previousToken?: string;
  /** `whsec_…`: requests must be signed with one of them; none, the default: signatures are not asked for, but a token is. */
  readonly signingSecrets?: readonly string[];
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly jobs?: Readonly<Record<string, Job>>;
  /** Every so-manieth job request is answered 503, so that a retry can be seen; 0: none. */
  readonly failEvery?: number;
  /** Gets one object for each request to a job. */
  readonly log?: (entry: LogEntry) => void;
}

export interface LogEntry {
  readonly timestamp: string;
  readonly level: "INFO" | "ERROR";
  readonly message: string;
  readonly correlationId: string | null;
  readonly job: string | null;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly error?: string;
}

export interface ReceivedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly status: number;
}

export interface Backend {
  readonly url: string;
  /** The latest requests, oldest first. */
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

const MAX_RECEIVED = 1000;

/**
 * A backend on loopback that keeps the contract of docs/backend.md. Resolves when it listens.
 * @throws where a signing secret is none; its text does not show it
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const received: ReceivedRequest[] = [];
  const { token = "", previousToken = "", signingSecrets = [], jobs = exampleJobs, failEvery = 0 } = options;
  const tokens = [token, previousToken].filter((each) => each !== "");
  const handle = createContract({ tokens, signingKeys: signingSecrets.map(signingKey), jobs, failEvery });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const body = await readBody(request);
    const reply = await handle(request, body);
    const { method = "", url: target = "", headers } = request;
    received.push({ method, target, headers, body: body?.toString() ?? "", status: reply.status });
    if (received.length > MAX_RECEIVED) received.shift();

    const correlationId = single(headers["x-correlation-id"]);
    response.writeHead(reply.status, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      ...(correlationId === null ? {} : { "X-Correlation-ID": correlationId }),
      ...reply.headers,
    });
    response.end(JSON.stringify(reply.body));
    if (target === "/health") return;
    options.log?.({
      timestamp: new Date().toISOString(),
      level: reply.status < 400 ? "INFO" : "ERROR",
      message: `${method} ${target}`,
      correlationId,
      job: single(headers["x-cron-job"]),
      status: reply.status,
      duration: Math.round(performance.now() - startedAt),
      ...(reply.error === undefined ? {} : { error: reply.error }),
    });
  }

  const server = createServer((request, response) => {
    // Only a caller that hung up makes this reject, and then nobody is left to answer.
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The body's bytes; null where it is too long, the rest of it unread. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
