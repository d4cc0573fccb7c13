import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { cloudflareApi } from "../../../codegen/cli/cloudflare/api.ts";

let server: Server;
let asked = 0;

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function apiThat(answer: (response: ServerResponse, count: number) => void, timeoutMs = 5_000) {
  asked = 0;
  server = createServer((_, response) => answer(response, (asked += 1)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return cloudflareApi(`http://127.0.0.1:${port}`, { headers: { Authorization: "Bearer hush" } }, timeoutMs);
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, headers).end(JSON.stringify(body));
}

describe("Cloudflare's API", () => {
  it("is asked again where it fails for a moment, as soon as it says", async () => {
    const api = await apiThat((response, count) =>
      count < 3
        ? send(response, count === 1 ? 429 : 503, { success: false }, { "Retry-After": "0" })
        : send(response, 200, { success: true, errors: [], result: { id: "x" } }),
    );
    expect(await api.get("/y", z.object({ id: z.string() }))).toEqual({ id: "x" });
    expect(asked).toBe(3);
  });

  it("is asked once where it refuses", async () => {
    const api = await apiThat((response) =>
      send(response, 400, { success: false, errors: [{ code: 10001, message: "no" }] }),
    );
    await expect(api.get("/y", z.unknown())).rejects.toThrow("Cloudflare answers 400 (10001: no).");
    expect(asked).toBe(1);
  });

  it("is given up where it does not answer in time, and not asked again", async () => {
    const api = await apiThat(() => undefined, 100);
    await expect(api.get("/y", z.unknown())).rejects.toThrow(
      /^127\.0\.0\.1:\d+ can't be reached \(no answer within 0\.1 s\)\. Look at the network, then run it again\.$/,
    );
    expect(asked).toBe(1);
  });

  it("has nothing where it knows no such thing, and an error where it answers in another form", async () => {
    const api = await apiThat((response, count) =>
      count === 1
        ? send(response, 404, { success: false, errors: [{ code: 10007, message: "not found" }] })
        : send(response, 200, { success: true, errors: [], result: [] }),
    );
    expect(await api.get("/y", z.unknown())).toBeNull();
    await expect(api.get("/y", z.object({}))).rejects.toThrow(
      "Cloudflare's answer to /y has a form that is not known here",
    );
  });
});
