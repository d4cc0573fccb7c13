import { afterEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "../../../examples/node/backend.ts";

const token = "token-of-the-test";
const key = "production:job:20261123T0205Z";
let backend: Backend;
let runs = 0;

async function start(): Promise<void> {
  runs = 0;
  const jobs = { "/cron/x": { keys: ["x"], run: async () => ({ run: ++runs }) } };
  backend = await startBackend({ token, failEvery: 2, jobs });
}

afterEach(() => backend.close());

function post(dryRun: string | null, headers: Record<string, string> = {}, body = "{}"): Promise<Response> {
  return fetch(`${backend.url}/cron/x`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      ...(dryRun === null ? {} : { "X-Cron-Dry-Run": dryRun }),
      ...headers,
    },
    body,
  });
}

describe("a dry run", () => {
  it("is checked like any run, and does no work", async () => {
    await start();
    expect(await (await post("1")).json()).toEqual({ status: "success", dryRun: true });
    expect((await post("1", { Authorization: "Bearer x" })).status).toBe(401);
    expect((await post("1", { "Content-Type": "text/plain" })).status).toBe(415);
    expect((await post("1", {}, "[]")).status).toBe(400);
    expect(runs).toBe(0);
  });

  it("keeps its key apart from that of the real run", async () => {
    await start();
    const headers = { "Idempotency-Key": key };
    await post("1", headers);
    expect((await post("1", headers)).headers.get("Idempotency-Replayed")).toBe("true");
    expect((await post("1", headers, '{"other":1}')).status).toBe(422);
    expect(await (await post(null, headers)).json()).toEqual({ status: "success", result: { run: 1 } });
    expect(runs).toBe(1);
  });

  it("is held as long as it asks to be, so that a second one finds it going", async () => {
    await start();
    const headers = { "Idempotency-Key": key };
    const startedAt = performance.now();
    const statuses = await Promise.all([1, 2].map(async () => (await post("hold=300", headers)).status));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(performance.now() - startedAt).toBeGreaterThan(295);
  });

  it.each(["0", "true", "hold=", "hold=2001", "hold=-1", "hold=1.5"])(
    "of the form `%s` is refused, and no real run",
    async (value) => {
      await start();
      expect((await post(value)).status).toBe(400);
      expect(runs).toBe(0);
    },
  );

  it("is known before it is asked for: a 401 and a 405 say so", async () => {
    await start();
    const refused = [await post(null, { Authorization: "" }), await fetch(`${backend.url}/cron/x`)];
    expect(refused.map(({ status, headers }) => [status, headers.get("X-Cron-Dry-Run")])).toEqual([
      [401, "supported"],
      [405, "supported"],
    ]);
  });
});
