import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { parseJson } from "../../text/parse-json.ts";
import { CloudflareError, notFoundCodes, refusal } from "./cloudflare-error.ts";

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** What a person or a job that asks is known by. */
export interface Credentials {
  /** Request headers; secret. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface CloudflareApi {
  /**
   * The `result` of an answer; null where there is nothing of this name.
   * @param path below the API's root, such as `/accounts`
   * @throws CloudflareError where Cloudflare can't be reached, refuses, or answers in another form
   */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T | null>;
  /** Replaces what is there. */
  put(path: string, body: unknown): Promise<void>;
}

const envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).nullish(),
  result: z.unknown().optional(),
});

/**
 * Asks Cloudflare's API. What may pass (no connection, 429, 5xx) is tried three times.
 *
 * @param baseUrl `https://api.cloudflare.com/client/v4`
 * @param timeoutMs of one attempt
 * @see https://developers.cloudflare.com/api/
 */
export function cloudflareApi(baseUrl: string, credentials: Credentials, timeoutMs: number): CloudflareApi {
  async function ask(method: "GET" | "PUT", path: string, body?: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(method, path, body);
      if (!mayPass(response) || attempt === ATTEMPTS) return read(response, path);
      await delay(pauseMs(response, attempt));
    }
  }

  function send(method: string, path: string, body: unknown): Promise<Response | Error> {
    const headers = {
      ...credentials.headers,
      "User-Agent": "schedules-as-code",
      ...(body !== undefined && { "Content-Type": "application/json" }),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    return fetch(`${baseUrl}${path}`, { method, headers, signal, body: JSON.stringify(body) }).catch(
      (error: Error) => error,
    );
  }

  /** The result; undefined where there is nothing of this name. */
  async function read(response: Response | Error, path: string): Promise<unknown> {
    if (response instanceof Error) throw unreachable(response);
    const text = await response.text().catch((error: Error) => error);
    if (text instanceof Error) throw unreachable(text);
    const parsed = envelope.safeParse(parseJson(text));
    const { code = null, message = "" } = parsed.data?.errors?.[0] ?? {};
    if (response.status === 404 && code !== null && notFoundCodes.includes(code)) return undefined;
    if (!response.ok || parsed.data?.success === false)
      throw new CloudflareError(refusal(response.status, code, message));
    if (!parsed.success) throw unknownForm(path);
    return parsed.data.result ?? null;
  }

  function unreachable(error: Error): CloudflareError {
    const host = new URL(baseUrl).host;
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    const why =
      error.name === "TimeoutError" ? `no answer within ${timeoutMs / 1000} s` : (code ?? error.message);
    return new CloudflareError(`${host} can't be reached (${why}). Look at the network, then run it again.`);
  }

  return {
    async get(path, schema) {
      const result = await ask("GET", path);
      if (result === undefined) return null;
      const parsed = schema.safeParse(result);
      if (!parsed.success) throw unknownForm(path);
      return parsed.data;
    },
    async put(path, body) {
      if ((await ask("PUT", path, body)) === undefined)
        throw new CloudflareError(`Cloudflare knows nothing at ${path}: was it removed meanwhile?`);
    },
  };
}

function unknownForm(path: string): CloudflareError {
  return new CloudflareError(
    `Cloudflare's answer to ${path} has a form that is not known here: this project may be too old for its API. Look for a newer release.`,
  );
}

/** Whoever did not answer in time was given time enough. */
function mayPass(response: Response | Error): boolean {
  if (response instanceof Error) return response.name !== "TimeoutError";
  return response.status === 429 || response.status >= 500;
}

/** As long as the answer asks for, within reason. */
function pauseMs(response: Response | Error, attempt: number): number {
  const asked = response instanceof Error ? NaN : Number(response.headers.get("Retry-After") ?? NaN) * 1000;
  return Math.min(MAX_PAUSE_MS, asked >= 0 ? asked : PAUSE_MS * attempt);
}
