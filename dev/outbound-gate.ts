import { readSlackText } from "./slack-text.ts";

export interface GateOptions {
  /** Origin of the example backend. */
  readonly backendUrl: string;
  /** Is told the job of each request to the backend, before it goes on. */
  readonly onJobRequest: (job: string) => void;
  /** Is told what a Slack channel would show. */
  readonly onSlack: (text: string) => void;
  /** Is told each other request that was held back. */
  readonly onHeldBack: (method: string, url: URL) => void;
}

/**
 * Where the Worker's requests go while it runs on this machine: to the example backend, and nowhere
 * else. Whatever the configuration says, no real backend, Slack or analytics is ever reached: of a request that was held
 * back the Worker sees a 200, as if it had arrived.
 */
export function createOutboundGate(options: GateOptions): (request: Request) => Promise<Response> {
  const { origin } = new URL(options.backendUrl);
  return async (request) => {
    const url = new URL(request.url);
    const body = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer();
    if (url.origin !== origin) {
      const slackText = body === null ? null : readSlackText(new TextDecoder().decode(body));
      if (slackText === null) options.onHeldBack(request.method, url);
      else options.onSlack(slackText);
      return Response.json({ status: "held back" });
    }
    const job = request.headers.get("X-Cron-Job");
    if (job !== null) options.onJobRequest(job);
    const { method } = request;
    return fetch(url, { method, headers: [...request.headers], redirect: "manual", body });
  };
}
