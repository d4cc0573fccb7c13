import { afterAll, beforeAll, expect, it } from "vitest";
import { createOutboundGate } from "../../dev/outbound-gate.ts";
import { type Backend, startBackend } from "../../examples/node/backend.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ token: "t", jobs: { "/cron/x": async ({ payload }) => payload } });
});
afterAll(() => backend.close());

it("lets a request to the backend through, whole", async () => {
  const gate = createOutboundGate(backend.url, () => expect.unreachable());
  const response = await gate(
    new Request(`${backend.url}/cron/x?a=1`, {
      method: "POST",
      headers: { Authorization: "Bearer t", "Content-Type": "application/json", "X-Correlation-ID": "c" },
      body: '{"payload":"ä"}',
    }),
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "success", result: "ä" });
  expect(backend.received.at(-1)).toMatchObject({
    target: "/cron/x?a=1",
    headers: { "x-correlation-id": "c" },
  });
});

it.each(["https://api.erify.world/cron/x", "http://127.0.0.1:1/", "https://127.0.0.1.example/"])(
  "holds %s back",
  async (url) => {
    const heldBack: string[] = [];
    const gate = createOutboundGate(backend.url, (method, target) =>
      heldBack.push(`${method} ${target.href}`),
    );
    expect((await gate(new Request(url, { method: "POST", body: "{}" }))).status).toBe(200);
    expect(heldBack).toEqual([`POST ${url}`]);
  },
);
