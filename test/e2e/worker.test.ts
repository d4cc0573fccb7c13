import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { wranglerBin } from "../../dev/paths.ts";
import { type Backend, startBackend } from "../../examples/node/backend.ts";
import { type StartedProcess, startProcess } from "../support/start-process.ts";

const token = "token-of-the-test";
const scheduledTime = Date.parse("2026-11-23T23:33:00Z");

/** When the Worker begins, by its own clock: shortly before the ticks that it gets. */
const clock = { from: Date.parse("2026-11-23T23:33:10Z"), startedAt: Date.now(), speed: 1 };

let folder: string;
let backend: Backend;
let wrangler: StartedProcess;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "worker-"));
  const envFile = join(folder, "secrets.env");
  writeFileSync(envFile, `ERIFY_CRON_TOKEN=${token}\n`, { mode: 0o600 });
  backend = await startBackend({ token, failEvery: 3 });
  const vars = [`BACKEND_BASE:${backend.url}`, "LOCAL:1", `LOCAL_CLOCK:${JSON.stringify(clock)}`].flatMap(
    (value) => ["--var", value],
  );
  const ports = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
  const args = ["dev", "src/local-worker.ts", "-c", "wrangler.toml", "--env", "production"];
  const storage = ["--persist-to", join(folder, "storage")];
  wrangler = startProcess([wranglerBin, ...args, ...ports, ...storage, "--env-file", envFile, ...vars], {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    env: { HOME: folder },
  });
  const ready = await wrangler.waitFor(/Ready on (http:\/\/127\.0\.0\.1:\d+)/);
  url = ready[1] ?? "";
});

afterAll(async () => {
  await wrangler.end("SIGINT");
  await backend.close();
  rmSync(folder, { recursive: true });
});

/** What Cloudflare does when a trigger is due. */
async function fire(cron: string, time: number): Promise<unknown> {
  const query = new URLSearchParams({ cron, time: String(time), format: "json" });
  return (await fetch(`${url}/cdn-cgi/handler/scheduled?${query.toString()}`)).json();
}

it("calls the backend when a trigger fires", async () => {
  expect(await fire("33 23 * * *", scheduledTime)).toEqual({ outcome: "ok", noRetry: true });
  expect(backend.received).toHaveLength(1);
  const [request] = backend.received;
  expect(request).toMatchObject({
    method: "POST",
    target: "/cron/mop-recent?delta=25",
    status: 200,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": "production:mopDelta:20261123T2333Z",
      "x-cron-job": "mopDelta",
      "x-cron-scheduled-time": "2026-11-23T23:33:00.000Z",
      "x-cron-attempt": "1",
      "x-cron-trigger": "cron",
      "x-correlation-id": expect.stringMatching(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/),
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    },
  });
  expect(JSON.parse(request?.body ?? "")).toMatchObject({
    source: "cloudflare-cron",
    job: "mopDelta",
    environment: "production",
    scheduledTime: "2026-11-23T23:33:00.000Z",
  });
});

it("logs the run as one JSON object, with the correlation id that the backend got", async () => {
  const [text = ""] = await wrangler.waitFor(
    /^\{.*"job":"mopDelta".*completed successfully.*\}$|^\{.*completed successfully.*"job":"mopDelta".*\}$/m,
  );
  expect(JSON.parse(text)).toMatchObject({
    level: "INFO",
    message: "Job Mop Up Recent completed successfully",
    runId: "production:mopDelta:20261123T2333Z",
    correlationId: backend.received[0]?.headers["x-correlation-id"],
    statusCode: 200,
  });
  expect(wrangler.output()).not.toContain(token);
});

it("tries again after a 503, under the same key and with the same body", async () => {
  const before = backend.received.length;
  expect(await fire("23 23 * * *", scheduledTime - 600_000)).toEqual({ outcome: "ok", noRetry: true });
  expect(await fire("*/5 * * * *", scheduledTime - 180_000)).toEqual({ outcome: "ok", noRetry: true });
  const requests = backend.received.slice(before);
  expect(requests.map(({ status }) => status)).toEqual([200, 503, 200]);
  const [, first, second] = requests;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
  expect([first, second].map((request) => request?.headers["x-cron-attempt"])).toEqual(["1", "2"]);
});

it("runs a tick that comes again no second time", async () => {
  const before = backend.received.length;
  expect(await fire("33 23 * * *", scheduledTime)).toEqual({ outcome: "ok", noRetry: true });
  expect(backend.received).toHaveLength(before);
});

it("tells who has the token what ran", async () => {
  const response = await fetch(`${url}/runs?job=mopDelta`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await response.json()).toMatchObject({
    runs: [
      { runId: "production:mopDelta:20261123T2333Z", status: "succeeded", attempts: 1, statusCode: 200 },
    ],
  });
});

it("is degraded while its ledger is young, and runs by hand only for who has the token", async () => {
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({
    status: "degraded",
    environment: "production",
    checks: {
      backend: "healthy",
      schedule: expect.stringContaining("watched for less than 30 min"),
      ledger: "healthy",
    },
  });

  const trigger = (bearer: string) =>
    fetch(`${url}/trigger`, {
      method: "POST",
      headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
      body: JSON.stringify({ job: "checkCurrent" }),
    });
  expect((await trigger("wrong")).status).toBe(401);
  expect((await trigger(token)).status).toBe(200);
  expect(backend.received.at(-1)?.headers["x-cron-trigger"]).toBe("manual");
});
