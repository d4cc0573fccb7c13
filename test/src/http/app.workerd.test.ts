/** What holds for every answer, and `POST /__scheduled`. */
import { describe, expect, it } from "vitest";
import { behaviour, createHarness, messages, receivedAt } from "../harness.ts";

const LOCAL = { LOCAL: "1" };

describe("every answer", () => {
  const rows = [
    { given: "GET /health", status: 200 },
    { given: "POST /health", status: 405, allow: "GET, HEAD" },
    { given: "OPTIONS /health", status: 405, allow: "GET, HEAD" },
    { given: "GET /trigger", status: 405, allow: "POST" },
    { given: "OPTIONS /trigger", status: 405, allow: "POST" },
    { given: "POST /trigger", status: 401 },
    { given: "GET /", status: 404 },
    { given: "GET /healthz", status: 404 },
    { given: "POST /__scheduled", status: 404 },
    { given: "GET /__scheduled", status: 404 },
    { given: "GET /%E0%A4%A", status: 404 },
  ];
  it.each(rows)("$given: $status", async ({ given, status, allow }) => {
    const [method = "", path = ""] = given.split(" ");
    const response = await createHarness().request(path, {
      method,
      headers: { Origin: "https://elsewhere.test" },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(response.headers.get("Content-Type")).toMatch(/^application\/json/);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Allow")).toBe(allow ?? null);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("HEAD /health is GET /health without the body", async () => {
    const response = await createHarness().request("/health", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  it("503 for an environment that has no job map, to those who may know", async () => {
    const harness = createHarness({ bindings: { ENVIRONMENT: "nowhere", TRIGGER_TOKEN: "mine" } });
    const response = await harness.trigger({ all: true }, { Authorization: "Bearer mine" });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining("no environment nowhere") });
    expect((await harness.trigger({ all: true })).status).toBe(401);
  });

  it("500 for a bug of ours: the log has it, the answer does not", async () => {
    const harness = createHarness({ jobs: { job: { schedule: [{ cron: "not cron" }] } }, bindings: LOCAL });
    const response = await harness.request("/__scheduled?cron=*+*+*+*+*", { method: "POST" });
    expect(response.status).toBe(500);
    const { error, correlationId } = await response.json<{ error: string; correlationId: string }>();
    expect(error).not.toContain("cron");
    expect(harness.lines.find((line) => line.message.startsWith("A request ended"))).toMatchObject({
      correlationId,
      error: expect.stringContaining("invalid cron"),
    });
  });
});

describe("POST /__scheduled, where LOCAL is 1", () => {
  const cron = "*/5 * * * *";

  it("is not there anywhere else", async () => {
    for (const local of ["0", "true", "", undefined]) {
      const harness = createHarness({ bindings: { LOCAL: local } });
      expect((await harness.request("/__scheduled?cron=*+*+*+*+*", { method: "POST" })).status).toBe(404);
      expect(harness.sent).toEqual([]);
    }
  });

  it("takes nothing but POST", async () => {
    const response = await createHarness({ bindings: LOCAL }).request("/__scheduled?cron=*+*+*+*+*");
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
  });

  const august = "2023-08-31T05:00:00.000Z";
  const rows = [
    { given: "?cron=*/5+*+*+*+*", body: undefined, want: "2026-11-23T12:05:00.000Z" },
    { given: "?cron=*/5+*+*+*+*&time=1693458000000", body: undefined, want: august },
    { given: "", body: { scheduledTime: 1_693_458_000_000, cron }, want: august },
    { given: "", body: { cron }, want: "2026-11-23T12:05:00.000Z" },
  ];
  it.each(rows)("$given $body acts as that tick", async ({ given, body, want }) => {
    const { id, path } = behaviour("200");
    const harness = createHarness({
      jobs: { every5min: { path, schedule: [{ cron }] } },
      environment: { triggers: { [cron]: ["every5min"] }, heartbeat: true },
      bindings: { ...LOCAL, HEARTBEAT_URL: "http://127.0.0.1:9/" },
    });
    // 12:09:59, so that the last matching minute is neither this one nor the next.
    harness.advance(9 * 60_000 + 59_000);
    const response = await harness.request(`/__scheduled${given}`, {
      method: "POST",
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      outcome: "ok",
      cron,
      runs: [{ job: "every5min", status: "succeeded" }],
    });
    expect((await receivedAt(id)).map(({ headers }) => headers["x-cron-scheduled-time"])).toEqual([want]);
    expect(harness.sent.at(-1)).toBe("GET http://127.0.0.1:9/");
  });

  it("a minute that matches now is the last one", async () => {
    const harness = createHarness({ bindings: LOCAL });
    const response = await harness.request("/__scheduled?cron=*+*+*+*+*", { method: "POST" });
    expect(await response.json()).toMatchObject({ scheduledTime: Date.parse("2026-11-23T12:00:00.000Z") });
  });

  it("a failed run is an exception, as it is to Cloudflare", async () => {
    const harness = createHarness({ jobs: { job: { path: behaviour("404").path } }, bindings: LOCAL });
    const response = await harness.request("/__scheduled?cron=*+*+*+*+*", { method: "POST" });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      outcome: "exception",
      error: "1 of 1 jobs did not succeed: job",
    });
    expect(messages(harness.lines, "ERROR")).toEqual(["Job job failed"]);
  });

  it.each([
    { given: "", error: "Say which trigger" },
    { given: "?cron=99+*+*+*+*", error: "is not a cron expression" },
    { given: "?cron=0+0+31+11+*", error: "never matches" },
    { given: "?cron=*+*+*+*+*&time=noon", error: "milliseconds since 1970" },
    { given: "?cron=*+*+*+*+*&time=99999999999999999", error: "milliseconds since 1970" },
  ])("400: $given", async ({ given, error }) => {
    const response = await createHarness({ bindings: LOCAL }).request(`/__scheduled${given}`, {
      method: "POST",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining(error) });
  });
});
