import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlackInbox {
  /** An incoming webhook. */
  readonly url: string;
  /** The summary of each message, in their order. */
  readonly texts: readonly string[];
  close(): Promise<void>;
}

/** Takes what is posted to Slack, on a free port of loopback. */
export async function openSlackInbox(): Promise<SlackInbox> {
  const texts: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      texts.push((JSON.parse(body) as { readonly text: string }).text);
      response.end("ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    texts,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
