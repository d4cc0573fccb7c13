/** A run that the backend has accepted, on a real disk: the Worker's process is killed while the backend works. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { environmentOf, jobMapOf } from "../src/job-maps.ts";
import { openCheckpoints } from "../support/checkpoints.ts";
import { bundleWorker, startWorkerd } from "../support/workerd.ts";

const TOKEN = "token-of-the-test";
const CRON = "5 0 * * *";
const RUN_ID = "test:job:20261123T0005Z";

/** Takes everything over, and says nothing more of it. */
async function startAccepting(): Promise<{ url: string; keys: string[] }> {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    keys.push(String(request.headers["idempotency-key"]));
    request.resume().on("end", () => response.writeHead(202).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
}

it("is under way after SIGKILL, and ends with its completion, once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entry = fileURLToPath(new URL("../support/checkpoint-worker.ts", import.meta.url));
  const bundle = await bundleWorker(entry, folder);
  const backend = await startAccepting();
  const checkpoints = await openCheckpoints();
  onTestFinished(() => checkpoints.close());
  const job = { schedule: [{ cron: CRON }], completion: { withinMs: 7_200_000 } };
  const bindings = {
    ENVIRONMENT: "test",
    BACKEND_BASE: backend.url,
    ERIFY_CRON_TOKEN: TOKEN,
    LOCAL: "1",
    CHECKPOINTS: checkpoints.url,
    // Stands still, five seconds past the minute.
    CLOCK: JSON.stringify({ from: Date.parse("2026-11-23T00:05:05Z"), startedAt: Date.UTC(2200), speed: 1 }),
    JOB_MAP: JSON.stringify(jobMapOf(environmentOf({ job }, { triggers: { [CRON]: ["job"] } }))),
  };
  let worker = await startWorkerd(bundle, folder, bindings);
  onTestFinished(() => worker.kill());
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${worker.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { Authorization: `Bearer ${TOKEN}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const restart = async (): Promise<void> => {
    await worker.kill();
    worker = await startWorkerd(bundle, folder, bindings);
  };

  const tick = `/__scheduled?cron=${encodeURIComponent(CRON)}&time=${Date.parse("2026-11-23T00:05:00Z")}`;
  expect(await ask(tick, {})).toMatchObject({
    body: { outcome: "ok", runs: [{ runId: RUN_ID, status: "running", statusCode: 202 }] },
  });
  await restart();
  expect(await ask(`/runs/${RUN_ID}`)).toMatchObject({
    body: { run: { status: "running", completeBy: "2026-11-23T02:05:05.000Z" } },
  });
  const completion = { status: "succeeded", message: "1,203 parties" };
  expect(await ask(`/runs/${RUN_ID}/complete`, completion)).toMatchObject({ status: 200 });
  await restart();
  expect(await ask("/runs")).toMatchObject({
    body: { runs: [{ runId: RUN_ID, status: "succeeded", events: [{ status: "running" }, {}] }] },
  });
  expect(await ask(`/runs/${RUN_ID}/complete`, { status: "failed" })).toMatchObject({ status: 409 });
  expect(backend.keys).toEqual([RUN_ID]);
});
