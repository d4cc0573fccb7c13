import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import { wakeLedger } from "../../dev/wake-ledger.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A Worker that gives one answer after the other. */
async function worker(...answers: readonly { status: number; body: unknown }[]): Promise<string> {
  const left = [...answers];
  const server = createServer((request, response) => {
    const isKnown = request.url === "/schedule" && request.headers.authorization === "Bearer t0";
    const { status, body } = (isKnown ? left.shift() : undefined) ?? { status: 404, body: {} };
    response.writeHead(status).end(JSON.stringify(body));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

it("asks until the present schedules answer with their ledger, and says since when it watches them", async () => {
  const jobs = [
    { watchedSince: "2026-11-23T02:03:00.000Z" },
    { watchedSince: "2026-11-23T02:09:00.000Z" },
    {},
  ];
  const url = await worker(
    { status: 503, body: {} },
    { status: 200, body: { sourceHash: "old", ledger: { status: "healthy" }, jobs } },
    { status: 200, body: { sourceHash: "new", ledger: { status: "unavailable: busy" }, jobs } },
    { status: 200, body: { sourceHash: "new", ledger: { status: "healthy" }, jobs } },
  );
  expect(await wakeLedger(url, "t0", "new")).toBe(Date.parse("2026-11-23T02:09:00Z"));
});
