import { afterAll, beforeAll, expect, it } from "vitest";
import { createOutboundGate } from "../../dev/outbound-gate.ts";
import { type Backend, startBackend } from "../../examples/node/backend.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({
    token: "t",
    jobs: { "/cron/x": { keys: ["x"], run: async ({ payload }) => payload } },
  });
});
afterAll(() => backend.close());

/** A gate, and what it tells. */
function openGate() {
  const told: string[] = [];
  const gate = createOutboundGate({
    backendUrl: backend.url,
    onJobRequest: (job) => told.push(`job ${job}`),
    onSlack: (text) => told.push(`Slack ${text}`),
    onHeldBack: (method, url) => told.push(`held back ${method} ${url.href}`),
  });
  return { told, gate };
}

it("lets a request to the backend through, whole, and tells whose it is", async () => {
  const { told, gate } = openGate();
  const response = await gate(
    new Request(`${backend.url}/cron/x?a=1`, {
      method: "POST",
      headers: {
        Authorization: "Bearer t",
        "Content-Type": "application/json",
        "X-Correlation-ID": "c",
        "X-Cron-Job": "x",
      },
      body: '{"payload":"ä"}',
    }),
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "success", result: "ä" });
  expect(backend.received.at(-1)).toMatchObject({
    target: "/cron/x?a=1",
    headers: { "x-correlation-id": "c" },
  });
  expect(told).toEqual(["job x"]);
});

it("lets a question about the backend's health through, which is no run", async () => {
  const { told, gate } = openGate();
  expect((await gate(new Request(`${backend.url}/health`))).status).toBe(200);
  expect(told).toEqual([]);
});

it.each(["https://api.erify.world/cron/x", "http://127.0.0.1:1/", "https://127.0.0.1.example/"])(
  "holds %s back",
  async (url) => {
    const { told, gate } = openGate();
    const headers = { "X-Cron-Job": "x" };
    expect((await gate(new Request(url, { method: "POST", headers, body: "{}" }))).status).toBe(200);
    expect(told).toEqual([`held back POST ${url}`]);
  },
);

it("tells what Slack would have got", async () => {
  const { told, gate } = openGate();
  const body = JSON.stringify({ text: "🔴 production: 1 job failed: A &amp; B", blocks: [] });
  expect((await gate(new Request("https://slack.invalid/", { method: "POST", body }))).status).toBe(200);
  expect(told).toEqual(["Slack 🔴 production: 1 job failed: A & B"]);
});
