import { type KnownInvocation, SINK_TIMEOUT_MS } from "../invocation.ts";
import { messageOf } from "../message-of.ts";
import { withTimeout } from "../timeout.ts";

/**
 * Calls a sink, with 5 s to answer. A sink that is down, slow or says no is an error in the log and
 * nothing more: it never throws. The URL may be a secret, so the log only gets the sink's name.
 * @returns whether it took what it was sent
 */
export async function send(
  sink: string,
  url: string,
  init: RequestInit,
  { platform, log }: KnownInvocation,
): Promise<boolean> {
  return withTimeout(platform, SINK_TIMEOUT_MS, async (signal) => {
    try {
      const response = await platform.fetch(url, { ...init, redirect: "manual", signal });
      response.body?.cancel().catch(() => {});
      if (!response.ok) log.error(`${sink} did not take what it was sent`, { statusCode: response.status });
      return response.ok;
    } catch (error) {
      const why = signal.aborted ? `no answer within ${SINK_TIMEOUT_MS / 1000} s` : messageOf(error);
      log.error(`${sink} could not be reached`, { error: why });
      return false;
    }
  });
}

/** A request that posts JSON. */
export function postJson(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}
