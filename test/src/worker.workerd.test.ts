/** The Worker itself, with the generated job map and the real platform, as the owner's document calls it. */
import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { afterAll, expect, inject, it, vi } from "vitest";
import worker from "../../src/worker.ts";
import { receivedAt, TOKEN } from "./harness.ts";

const bindings = {
  ENVIRONMENT: "development",
  BACKEND_BASE: inject("backendUrl"),
  LOG_LEVEL: "info",
  ERIFY_CRON_TOKEN: TOKEN,
};

const print = vi.spyOn(console, "info").mockImplementation(() => {});
afterAll(() => {
  print.mockRestore();
});

/** Requests to one path so far. The server keeps them for all test files. */
async function countOf(id: string): Promise<number> {
  return (await receivedAt(id)).length;
}

it("runs what is due, and logs the success as an object", async () => {
  const before = await countOf("check-current");
  const context = createExecutionContext();
  const event = { cron: "0 */6 * * *", scheduledTime: Date.parse("2026-11-23T12:00:00.000Z") };
  await worker.scheduled(createScheduledController(event), bindings, context);
  await waitOnExecutionContext(context);
  expect(await countOf("check-current")).toBe(before + 1);
  expect(print.mock.calls).toEqual([
    [
      expect.objectContaining({
        level: "INFO",
        environment: "development",
        message: "Job Check Current Elections completed successfully",
        statusCode: 200,
        duration: expect.any(Number),
      }),
    ],
  ]);
});

it("POST /trigger with {} runs all jobs of the default environment", async () => {
  const context = createExecutionContext();
  const request = new Request("http://localhost:8787/trigger", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${TOKEN}` },
    body: "{}",
  });
  const response = await worker.fetch(request, bindings, context);
  await waitOnExecutionContext(context);
  expect(response.status).toBe(200);
  const { runs } = await response.json<{ runs: Array<{ job: string }> }>();
  expect(runs.map(({ job }) => job)).toEqual(["every5min", "partiesImport", "checkCurrent", "mopDelta"]);
});
