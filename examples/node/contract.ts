import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { hasBearer } from "./bearer.ts";
import { dryRunHoldMs } from "./dry-run.ts";
import { type Admission, type Answer, IdempotencyStore } from "./idempotency.ts";
import { BadRequest, type Job, type JobRequest } from "./jobs.ts";
import { signatureFault } from "./signature.ts";

/** The longest body that is read. */
export const MAX_BODY_BYTES = 64 * 1024;

export interface ContractOptions {
  /** Each of them lets in: the token, and the one before it while it is rotated. Without one, only signatures are asked for. */
  readonly tokens: readonly string[];
  /** Any of them may have signed; without one, only the token is asked for. Without either, nobody gets in. */
  readonly signingKeys: readonly Buffer[];
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
export function createContract({ tokens, signingKeys, jobs, failEvery }: ContractOptions) {
  const store = new IdempotencyStore();
  const isSigned = signingKeys.length > 0;
  const needsToken = tokens.length > 0 || !isSigned;
  let jobRequests = 0;

  return async (request: IncomingMessage, body: Buffer | null): Promise<Reply> => {
    const { method, headers, url: target = "/" } = request;
    const [path = "", query] = target.split("?", 2);
    const job = Object.hasOwn(jobs, path) ? jobs[path] : undefined;
    if (path === "/health") {
      if (method !== "GET" && method !== "HEAD") return refuse(405, "use GET", { Allow: "GET, HEAD" });
      return { status: 200, body: { status: "healthy" } };
    }
    if (job === undefined) return refuse(404, `no job at ${path}`);
    if (method !== "POST") return refuse(405, "use POST", { Allow: "POST", ...DRY_RUNS });
    if (needsToken && !hasBearer(headers.authorization, tokens))
      return refuse401("the bearer token is missing or wrong");
    if (body === null)
      return refuse(413, `a body is at most ${MAX_BODY_BYTES} bytes`, { Connection: "close" });
    const terms = { signingKeys, jobKeys: job.keys, now: Date.now() };
    const fault = isSigned ? signatureFault(headers, body, terms) : null;
    if (fault !== null) return refuse401(fault);
    if (!/^application\/json\b/i.test(headers["content-type"] ?? ""))
      return refuse(415, "send application/json");
    const content = parseObject(body.toString());
    if (content === null) return refuse(400, "the body is not a JSON object");
    if (isSigned && !job.keys.some((key) => key === content.job))
      return refuse401("the body is for another job than this path's");
    const holdMs = dryRunHoldMs(single(headers["x-cron-dry-run"]));
    if (holdMs === "malformed") return refuse(400, "X-Cron-Dry-Run is 1, or hold=MS up to 2000");

    const isDryRun = holdMs !== null;
    jobRequests += isDryRun ? 0 : 1;
    if (!isDryRun && failEvery > 0 && jobRequests % failEvery === 0) return refuse(503, "failing on purpose");

    const run = (): Promise<Reply> =>
      isDryRun
        ? runDry(holdMs)
        : runJob(job, { query: new URLSearchParams(query), payload: content.payload });
    const key = single(headers["idempotency-key"]);
    if (key === null) return run();
    // A dry run and a real one never answer for each other.
    return runOnce(
      store.admit(`${isDryRun ? "dry" : "real"} ${key}`, [method, target, body.toString()]),
      run,
    );
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

async function runDry(holdMs: number): Promise<Reply> {
  await delay(holdMs);
  return { status: 200, body: { status: "success", dryRun: true } };
}

async function runJob(job: Job, request: JobRequest): Promise<Reply> {
  try {
    return { status: 200, body: { status: "success", result: await job.run(request) } };
  } catch (error) {
    if (error instanceof BadRequest) return refuse(400, error.message);
    // The reason stays in our own log: a caller has no use for it, and it may hold more than it should.
    return { ...refuse(500, "the job failed"), error: String(error) };
  }
}

/** Tells a caller, before it asks for any work, that a dry run would do none. */
const DRY_RUNS = { "X-Cron-Dry-Run": "supported" };

function refuse401(error: string): Reply {
  return refuse(401, error, { "WWW-Authenticate": "Bearer", ...DRY_RUNS });
}

function refuse(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body: { status: "error", error }, headers, error };
}

export function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** What the request's object says; null where the body is no JSON object. */
function parseObject(body: string): { readonly job?: unknown; readonly payload?: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
