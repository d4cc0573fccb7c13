import type { Credentials } from "../../src/credentials.ts";
import { buildRequest } from "../../src/request.ts";
import { type WebhookKey, webhookHeaders } from "../../src/webhook-signature.ts";
import type { Question, World } from "./ask.ts";
import type { Endpoint } from "./endpoint.ts";

/** No dry run is waited for longer, whatever the job's `timeout`. */
const MAX_TIMEOUT_MS = 30_000;

/** How a request differs from the one that the Worker would send. */
export interface Variation {
  /** Left out: a run of its own. */
  readonly key?: string;
  readonly correlationId?: string;
  readonly attempt?: number;
  readonly method?: string;
  /** What the Worker would send for another job, to this one's path. */
  readonly job?: "another";
  readonly token?: "none" | "wrong";
  readonly contentType?: string;
  /** The same run with other work: its body is another one. */
  readonly payload?: string;
  /** In place of the body, and signed as it is. */
  readonly body?: string;
  /** The dry run is to take so long. */
  readonly holdMs?: number;
  readonly signature?: "none" | "wrong" | "of another body" | "of another key";
  /** When it says that it was signed, from now. */
  readonly signedAfterMs?: number;
}

/** Where a question comes from and goes to. */
export interface Sender {
  readonly endpoint: Endpoint;
  readonly backend: string;
  readonly credentials: Credentials;
  /** The minute that the runs are for: epoch ms. */
  readonly scheduledTime: number;
  /** Also where dry runs are not known, and the work is done. */
  readonly realWork: boolean;
}

/** A key of no run that the Worker would start. */
export function newKey(endpoint: Endpoint, newId: () => string, variation: Variation = {}): string {
  return `${endpoint.environment}:${jobKey(endpoint, variation)}:handshake-${newId()}`;
}

function jobKey({ jobs, otherJob }: Endpoint, { job }: Variation): string {
  return job === "another" ? otherJob : (jobs[0] ?? "");
}

/** The request that the Worker itself would send, as a dry run; then what makes it another one. */
export async function buildQuestion(
  { endpoint, backend, credentials, scheduledTime, realWork }: Sender,
  variation: Variation,
  { now, newId }: Pick<World, "now" | "newId">,
): Promise<Question> {
  const { definition, settings, environment, worker } = endpoint;
  const {
    method = definition.method,
    payload = definition.payload,
    key = newKey(endpoint, newId, variation),
  } = variation;
  const sentAt = now() + (variation.signedAfterMs ?? 0);
  const keys = signingKeys(variation, credentials, newId);
  const { url, init } = await buildRequest(
    {
      job: jobKey(endpoint, variation),
      definition: { ...definition, method, payload },
      settings,
      id: key,
      correlationId: variation.correlationId ?? newId(),
      trigger: "manual",
      scheduledTime,
    },
    { number: variation.attempt ?? 1, spanId: newId().replaceAll("-", "").slice(0, 16), startedAt: sentAt },
    {
      environment,
      worker,
      backendBase: backend,
      token: token(variation, credentials, newId),
      signingKeys: keys,
    },
  );
  const headers = new Headers(init.headers);
  headers.set("X-Cron-Dry-Run", variation.holdMs === undefined ? "1" : `hold=${variation.holdMs}`);
  if (variation.contentType !== undefined) headers.set("Content-Type", variation.contentType);
  let body = typeof init.body === "string" ? init.body : null;
  if (variation.body !== undefined) {
    body = variation.body;
    if (keys.length > 0) {
      const signed = await webhookHeaders({ id: key, sentAt, body }, keys);
      for (const [name, value] of Object.entries(signed)) headers.set(name, value);
    }
  }
  // The same JSON, other bytes: who signs over what was parsed does not see it.
  if (variation.signature === "of another body") body = `${body ?? ""} `;
  if (variation.signature === "of another key") headers.set("Idempotency-Key", newKey(endpoint, newId));
  const waitMs = realWork ? settings.timeoutMs : Math.min(settings.timeoutMs, MAX_TIMEOUT_MS);
  return { url, method, headers, body, timeoutMs: waitMs + (variation.holdMs ?? 0) };
}

function token(variation: Variation, credentials: Credentials, newId: () => string): string | null {
  if (variation.token === "none") return null;
  return variation.token === "wrong" ? `wrong-${newId()}` : credentials.token;
}

function signingKeys(
  { signature }: Variation,
  { signingKeys: keys }: Credentials,
  newId: () => string,
): readonly WebhookKey[] {
  if (signature === "none") return [];
  return signature === "wrong" ? keys.map(() => new TextEncoder().encode(newId())) : keys;
}
