import type { IncomingMessage } from "node:http";
import { hasBearer } from "./bearer.ts";
import { type Admission, type Answer, IdempotencyStore } from "./idempotency.ts";
import { BadRequest, type Job } from "./jobs.ts";

/** The longest body that is read. */
export const MAX_BODY_BYTES = 64 * 1024;

export interface ContractOptions {
  readonly token: string;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly failEvery: number;
}

/** An answer, and the headers that go with it. */
export interface Reply extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: string;
}

/**
 * The backend's side of the contract: from a request and its body (null: too long) to a reply, in the
 * order in which a reader would check.
 */
export function createContract({ token, jobs, failEvery }: ContractOptions) {
  const store = new IdempotencyStore();
  let jobRequests = 0;

  return async (request: IncomingMessage, body: string | null): Promise<Reply> => {
    const { method, headers, url: target = "/" } = request;
    const [path = "", query] = target.split("?", 2);
    const job = Object.hasOwn(jobs, path) ? jobs[path] : undefined;
    if (path === "/health") {
      if (method !== "GET" && method !== "HEAD") return refuse(405, "use GET", { Allow: "GET, HEAD" });
      return { status: 200, body: { status: "healthy" } };
    }
    if (job === undefined) return refuse(404, `no job at ${path}`);
    if (method !== "POST") return refuse(405, "use POST", { Allow: "POST" });
    if (!hasBearer(headers.authorization, token)) {
      return refuse(401, "the bearer token is missing or wrong", { "WWW-Authenticate": "Bearer" });
    }
    if (body === null)
      return refuse(413, `a body is at most ${MAX_BODY_BYTES} bytes`, { Connection: "close" });
    if (!/^application\/json\b/i.test(headers["content-type"] ?? ""))
      return refuse(415, "send application/json");
    const payload = parsePayload(body);
    if (payload === null) return refuse(400, "the body is not a JSON object");

    jobRequests += 1;
    if (failEvery > 0 && jobRequests % failEvery === 0) return refuse(503, "failing on purpose");

    const run = (): Promise<Reply> =>
      runJob(job, { query: new URLSearchParams(query), payload: payload.payload });
    const key = single(headers["idempotency-key"]);
    return key === null ? run() : runOnce(store.admit(key, [method, target, body]), run);
  };
}

async function runOnce(admission: Admission, run: () => Promise<Reply>): Promise<Reply> {
  switch (admission.kind) {
    case "done":
      return { ...admission.answer, headers: { "Idempotency-Replayed": "true" } };
    case "running":
      return refuse(409, "this run is still going", { "Retry-After": "1" });
    case "mismatch":
      return refuse(422, "this Idempotency-Key belongs to another request");
    case "new":
      break;
  }
  const reply = await run();
  admission.settle({ status: reply.status, body: reply.body });
  return reply;
}

async function runJob(job: Job, request: Parameters<Job>[0]): Promise<Reply> {
  try {
    return { status: 200, body: { status: "success", result: await job(request) } };
  } catch (error) {
    if (error instanceof BadRequest) return refuse(400, error.message);
    // The reason stays in our own log: a caller has no use for it, and it may hold more than it should.
    return { ...refuse(500, "the job failed"), error: String(error) };
  }
}

function refuse(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body: { status: "error", error }, headers, error };
}

export function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** The request's object with its `payload`; null where the body is no JSON object. */
function parsePayload(body: string): { readonly payload?: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
