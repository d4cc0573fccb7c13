import type { Credentials } from "./credentials.ts";
import { isoTime } from "./iso-time.ts";
import type { Run } from "./run.ts";
import { VERSION } from "./version.ts";
import { webhookHeaders } from "./webhook-signature.ts";

/** Who sends a request, and where to. */
export interface RequestTarget extends Credentials {
  readonly environment: string;
  /** The Worker's name on Cloudflare. */
  readonly worker: string;
  readonly backendBase: string;
}

/** One of a run's attempts. */
interface Attempt {
  /** From 1. */
  readonly number: number;
  /** 16 hexadecimal digits, new for each attempt. */
  readonly spanId: string;
  /** When it begins: epoch ms. */
  readonly startedAt: number;
}

export interface BackendRequest {
  readonly url: string;
  readonly init: RequestInit;
}

/**
 * The request of one attempt. The body is a function of the run alone, so it is the same bytes
 * for every attempt: a backend that keeps the Idempotency-Key draft answers 422 to another body under
 * the same key. What differs from attempt to attempt is in headers.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export async function buildRequest(
  run: Run,
  attempt: Attempt,
  target: RequestTarget,
): Promise<BackendRequest> {
  const { method, path } = run.definition;
  const hasBody = method !== "GET" && method !== "HEAD";
  const headers = new Headers({ "User-Agent": `${target.worker}/${VERSION}` });
  if (hasBody) headers.set("Content-Type", "application/json");
  // A job may replace what stands above, and nothing of what stands below.
  for (const [name, value] of Object.entries(run.definition.headers ?? {})) headers.set(name, value);
  if (target.token !== null) headers.set("Authorization", `Bearer ${target.token}`);
  headers.set("X-Correlation-ID", run.correlationId);
  headers.set("Idempotency-Key", run.id);
  headers.set("traceparent", `00-${run.correlationId.replaceAll("-", "")}-${attempt.spanId}-01`);
  headers.set("X-Cron-Job", run.job);
  if (run.scheduledTime !== null) headers.set("X-Cron-Scheduled-Time", isoTime(run.scheduledTime));
  headers.set("X-Cron-Attempt", String(attempt.number));
  headers.set("X-Cron-Trigger", run.trigger);
  const body = hasBody ? bodyOf(run, target.environment) : null;
  if (target.signingKeys.length > 0) {
    const message = { id: run.id, sentAt: attempt.startedAt, body: body ?? "" };
    const signed = await webhookHeaders(message, target.signingKeys);
    for (const [name, value] of Object.entries(signed)) headers.set(name, value);
  }
  return {
    url: target.backendBase + path,
    init: {
      method,
      headers,
      body,
      // A redirect must not carry the token to another host.
      redirect: "manual",
    },
  };
}

function bodyOf(run: Run, environment: string): string {
  return JSON.stringify({
    source: "cloudflare-cron",
    job: run.job,
    environment,
    scheduledTime: run.scheduledTime === null ? null : isoTime(run.scheduledTime),
    payload: run.definition.payload,
  });
}
