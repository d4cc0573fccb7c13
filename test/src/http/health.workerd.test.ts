/** `GET /health`. */
import { describe, expect, inject, it } from "vitest";
import { startTimeout } from "../../../src/timeout.ts";
import { behaviour, createHarness, messages, receivedAt } from "../harness.ts";

/** A ledger that knows of nothing bad. */
const LEDGER = { getByName: () => ({ standing: async () => ({ alarmAt: 0, jobs: [] }) }) };

describe("the report", () => {
  it("has the shape of the owner's document", async () => {
    const harness = createHarness({ bindings: { LEDGER } });
    const response = await harness.request("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "healthy",
      timestamp: "2026-11-23T12:00:00.000Z",
      environment: "test",
      version: "0.1.0",
      checks: { backend: "healthy", auth: "configured", schedule: "healthy", ledger: "healthy" },
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(harness.sent).toEqual([`GET ${inject("backendUrl")}/health`]);
    // The backend's, and the ledger's.
    expect(harness.timeouts).toEqual([5_000, 2_000]);
  });

  it("sends the backend no token", async () => {
    const { id, path } = behaviour("200");
    await createHarness({ environment: { healthPath: path } }).request("/health");
    expect((await receivedAt(id))[0]?.headers).not.toHaveProperty("authorization");
  });
});

it("without a ledger the jobs run all the same: degraded", async () => {
  const harness = createHarness();
  const response = await harness.request("/health");
  expect(response.status).toBe(200);
  const ledger = "unavailable: there is no binding LEDGER: generate wrangler.toml and deploy again";
  expect(await response.json()).toMatchObject({ status: "degraded", checks: { ledger } });
  expect(messages(harness.ledgerLines, "ERROR")).toEqual(["ledger unavailable"]);
});

describe("unhealthy", () => {
  const rows = [
    { given: { BACKEND_BASE: inject("refusedUrl") }, want: { backend: "unhealthy", auth: "configured" } },
    { given: { BACKEND_BASE: undefined }, want: { backend: "unhealthy", auth: "configured" } },
    {
      given: { ERIFY_CRON_TOKEN: undefined },
      want: { backend: "healthy", auth: "missing: ERIFY_CRON_TOKEN" },
    },
    {
      given: { ERIFY_CRON_TOKEN: "two words" },
      want: { backend: "healthy", auth: "malformed: ERIFY_CRON_TOKEN" },
    },
    { given: { ENVIRONMENT: "nowhere" }, want: { backend: "unhealthy", auth: "unknown" } },
  ];
  it.each(rows)("$given", async ({ given, want }) => {
    const response = await createHarness({ bindings: given }).request("/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "unhealthy", checks: want });
  });

  it.each(["500", "302", "hang"])("the backend: %s", async (step) => {
    const harness = createHarness({
      environment: { healthPath: behaviour(step).path },
      platform: { startTimeout: () => startTimeout(100) },
    });
    const response = await harness.request("/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ checks: { backend: "unhealthy" } });
    expect(messages(harness.lines, "WARN")).toEqual(["The backend's health check failed"]);
  });

  it("names every secret that a job needs and that is not set, or can't be used, once", async () => {
    const jobs = {
      a: { auth: { bearer: "A_TOKEN" } },
      b: {},
      c: { auth: { bearer: "C_TOKEN" } },
      d: { auth: { bearer: null } },
      e: { auth: { bearer: "A_TOKEN", hmac: "E_KEY" } },
    };
    const bindings = { C_TOKEN: "", E_KEY: "no-key" };
    const response = await createHarness({ jobs, bindings }).request("/health");
    const auth = "missing: A_TOKEN, C_TOKEN; malformed: E_KEY";
    expect(await response.json()).toMatchObject({ checks: { auth } });
  });
});

it("jobs that send no token need none", async () => {
  const harness = createHarness({
    jobs: { job: { auth: { bearer: null } } },
    bindings: { ERIFY_CRON_TOKEN: undefined },
  });
  const response = await harness.request("/health");
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ checks: { auth: "none" } });
});

describe("the whole answer is kept for 30 s", () => {
  it("so many callers make one check", async () => {
    const harness = createHarness();
    await Promise.all(Array.from({ length: 20 }, () => harness.request("/health")));
    harness.advance(29_999);
    const kept = await harness.request("/health");
    expect(harness.sent).toHaveLength(1);
    expect(await kept.json()).toMatchObject({ timestamp: "2026-11-23T12:00:00.000Z" });
    harness.advance(1);
    const fresh = await harness.request("/health");
    expect(harness.sent).toHaveLength(2);
    expect(await fresh.json()).toMatchObject({ timestamp: "2026-11-23T12:00:30.000Z" });
  });

  it("and a check goes on when the caller who began it hangs up, as others may wait for it", async () => {
    const harness = createHarness();
    await harness.request("/health");
    await harness.request("/health");
    expect(harness.events).toEqual(["fetch", "waitUntil"]);
  });

  it("also a bad one", async () => {
    const harness = createHarness({ environment: { healthPath: behaviour("500", "200").path } });
    expect((await harness.request("/health")).status).toBe(503);
    expect((await harness.request("/health")).status).toBe(503);
    harness.advance(30_000);
    expect((await harness.request("/health")).status).toBe(200);
  });
});

describe("the compiled clocks", () => {
  // India has kept +05:30 since 1945; an hour less stands for data that changed after the compile.
  it.each([
    { first: 330, status: "healthy", schedule: "healthy" },
    { first: 270, status: "degraded", schedule: "degraded: zone data differs: Asia/Kolkata" },
  ])("$first minutes in India: $status", async ({ first, status, schedule }) => {
    const almanac = { zones: { "Asia/Kolkata": { first, changes: [] } }, dates: {} };
    const harness = createHarness({ almanac, bindings: { LEDGER } });
    const response = await harness.request("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status, checks: { schedule } });
    expect(messages(harness.lines, "WARN")).toHaveLength(first === 330 ? 0 : 1);
  });
});
