/** One run against a backend that misbehaves. */
import { describe, expect, inject, it } from "vitest";
import { startTimeout } from "../../src/timeout.ts";
import { behaviour, createHarness, messages, NOON, receivedAt, TOKEN } from "./harness.ts";

/** A timeout that a test can wait out. */
const SHORT_MS = 150;

describe("what is tried again", () => {
  const rows = [
    { given: ["200"], attempts: 1, failure: null },
    { given: ["202"], attempts: 1, failure: null },
    { given: ["500", "500", "200"], attempts: 3, failure: null },
    { given: ["500"], attempts: 3, failure: "the backend answered 500" },
    { given: ["503", "404"], attempts: 2, failure: "the backend answered 404; that is not tried again" },
    { given: ["401"], attempts: 1, failure: "the backend answered 401; that is not tried again" },
    { given: ["409"], attempts: 1, failure: "the backend answered 409; that is not tried again" },
    { given: ["broken-json"], attempts: 1, failure: null },
    { given: ["reset", "200"], attempts: 2, failure: null },
    { given: ["cut", "200"], attempts: 2, failure: null },
    { given: ["reset"], attempts: 3, failure: "network error: " },
  ];
  it.each(rows)("$given", async ({ given, attempts, failure }) => {
    const { id, path } = behaviour(...given);
    const harness = createHarness({ jobs: { job: { path } } });
    const error = await harness.tick();
    expect(await receivedAt(id)).toHaveLength(attempts);
    if (failure === null) {
      expect(error).toBeNull();
      expect(messages(harness.lines, "INFO", "ERROR")).toEqual(["Job job completed successfully"]);
    } else {
      expect(error).toBeInstanceOf(AggregateError);
      expect(harness.lines.at(-1)).toMatchObject({
        level: "ERROR",
        message: "Job job failed",
        attempt: attempts,
        error: expect.stringContaining(failure),
      });
    }
  });

  it("a status that the job does not count as success", async () => {
    const { id, path } = behaviour("202");
    const harness = createHarness({ jobs: { job: { path, success: ["200"] } } });
    expect(await harness.tick()).toMatchObject({ message: "1 of 1 jobs did not succeed: job" });
    expect(await receivedAt(id)).toHaveLength(1);
  });

  it("a port at which nobody listens", async () => {
    const harness = createHarness({ bindings: { BACKEND_BASE: inject("refusedUrl") } });
    expect(await harness.tick()).toBeInstanceOf(AggregateError);
    expect(harness.sent).toHaveLength(3);
    expect(harness.lines.at(-1)).toMatchObject({
      attempt: 3,
      error: expect.stringMatching(/^network error: ./),
    });
  });
});

describe("waits", () => {
  it("grow by the multiplier, up to the greatest", async () => {
    const retry = { maxAttempts: 5, initialDelayMs: 1_000, multiplier: 3, maxDelayMs: 5_000 };
    const harness = createHarness({ jobs: { job: { path: behaviour("500").path, retry } } });
    await harness.tick();
    expect(harness.sleeps).toEqual([1_000, 3_000, 5_000, 5_000]);
  });

  it("are at least what Retry-After says, in seconds and as a date", async () => {
    // The clock stands at noon; the first wait takes it to 12:00:07.
    const { path } = behaviour("429;7", "429;Mon, 23 Nov 2026 12:00:20 GMT", "200");
    const harness = createHarness({ jobs: { job: { path } } });
    expect(await harness.tick()).toBeNull();
    expect(harness.sleeps).toEqual([7_000, 13_000]);
  });

  it("end the run at once when they pass its deadline", async () => {
    const { id, path } = behaviour("503;100", "200");
    const harness = createHarness({ jobs: { job: { path, deadlineMs: 60_000 } } });
    await harness.tick();
    expect(await receivedAt(id)).toHaveLength(1);
    expect(harness.sleeps).toEqual([]);
    expect(harness.lines.at(-1)).toMatchObject({
      message: "Job job failed",
      error:
        "the backend answered 503; the wait of 1 min 40 s before the next attempt passes the run's deadline",
    });
  });

  it("in the lane may pass the deadline too: no attempt starts after it", async () => {
    const { id, path } = behaviour("500", "200");
    const harness = createHarness({
      jobs: { job: { path, deadlineMs: 60_000, retry: { initialDelayMs: 0 } }, next: {} },
      fetchTakesMs: 40_000,
    });
    expect(await harness.tick()).toMatchObject({
      errors: [
        { message: "job failed: the backend answered 500; the run's deadline passed before its next turn" },
      ],
    });
    expect(await receivedAt(id)).toHaveLength(1);
  });

  it("of a 409 with Retry-After are no attempts", async () => {
    const { id, path } = behaviour("409;20", "409;20", "500", "409;20", "200");
    const harness = createHarness({ jobs: { job: { path, retry: { maxAttempts: 2 } } } });
    expect(await harness.tick()).toBeNull();
    expect((await receivedAt(id)).map(({ headers }) => headers["x-cron-attempt"])).toEqual([
      "1",
      "1",
      "1",
      "2",
      "2",
    ]);
    expect(harness.sleeps).toEqual([20_000, 20_000, 1_000, 20_000]);
  });

  it("of a 409 end at the run's deadline", async () => {
    const { id, path } = behaviour("409;20");
    const harness = createHarness({ jobs: { job: { path, deadlineMs: 60_000 } } });
    expect(await harness.tick()).toBeInstanceOf(AggregateError);
    expect(await receivedAt(id)).toHaveLength(4);
  });
});

describe("the spread", () => {
  const spreadDelayMs = 12_345;

  it("is waited once, before the first attempt, and leaves the scheduled time as it is", async () => {
    const { id, path } = behaviour("500", "200");
    const harness = createHarness({ jobs: { job: { path, spreadDelayMs } } });
    expect(await harness.tick()).toBeNull();
    expect(harness.sleeps).toEqual([spreadDelayMs, 1_000]);
    const received = await receivedAt(id);
    expect(received.map(({ headers }) => headers["x-cron-scheduled-time"])).toEqual([
      "2026-11-23T12:00:00.000Z",
      "2026-11-23T12:00:00.000Z",
    ]);
    expect(harness.lines.at(-1)).toMatchObject({ lateness: spreadDelayMs });
  });

  it("is not waited by a run that somebody started", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path, spreadDelayMs } } });
    expect((await harness.trigger({ job: "job" })).status).toBe(200);
    expect(await receivedAt(id)).toHaveLength(1);
    expect(harness.sleeps).toEqual([]);
  });

  it("holds no place in the lane: the jobs behind it run meanwhile", async () => {
    const sent: string[] = [];
    const { promise: othersEnded, resolve: endOthers } = Promise.withResolvers<void>();
    const harness = createHarness({
      jobs: {
        spread: { path: "/spread", spreadDelayMs },
        second: { path: "/second" },
        third: { path: "/third" },
      },
      environment: { concurrency: 1 },
      platform: {
        // Ends once the others have been sent; a second later where they wait for it.
        sleep: () => Promise.race([othersEnded, new Promise<void>((resolve) => setTimeout(resolve, 1_000))]),
        fetch: async (url) => {
          sent.push(new URL(url).pathname);
          if (sent.length === 2) endOthers();
          return new Response();
        },
      },
    });
    expect(await harness.tick()).toBeNull();
    expect(sent).toEqual(["/second", "/third", "/spread"]);
  });
});

describe("timeouts", () => {
  it.each(["hang", "hang-body"])(
    "%s: the attempt ends, and is not tried again unless the job says so",
    async (step) => {
      const { id, path } = behaviour(step);
      const harness = createHarness({ jobs: { job: { path, timeoutMs: SHORT_MS } } });
      expect(await harness.tick()).toBeInstanceOf(AggregateError);
      expect(await receivedAt(id)).toHaveLength(1);
      expect(harness.lines.at(-1)).toMatchObject({
        error: "no complete answer within 150 ms; that is not tried again",
      });
    },
  );

  it("are tried again where retry.on lists them", async () => {
    const { id, path } = behaviour("hang", "hang-body", "200");
    const limits: number[] = [];
    const harness = createHarness({
      jobs: { job: { path, retry: { on: ["timeout"] } } },
      platform: {
        // Short for the two that hang, so that the third has its time on a busy machine.
        startTimeout: (timeoutMs) => startTimeout(limits.push(timeoutMs) <= 2 ? SHORT_MS : timeoutMs),
      },
    });
    expect(await harness.tick()).toBeNull();
    expect(await receivedAt(id)).toHaveLength(3);
    expect(limits).toEqual([30_000, 30_000, 30_000]);
  });

  it("leave no clock running, however an attempt ends", async () => {
    let started = 0;
    let running = 0;
    const harness = createHarness({
      jobs: {
        job: {
          path: behaviour("hang", "reset", "503", "200").path,
          retry: { maxAttempts: 4, on: ["timeout", "network", "5xx"] },
        },
      },
      platform: {
        startTimeout(timeoutMs) {
          started += 1;
          const { signal, stop } = startTimeout(started === 1 ? SHORT_MS : timeoutMs);
          running += 1;
          return {
            signal,
            stop() {
              running -= 1;
              stop();
            },
          };
        },
      },
    });
    expect(await harness.tick()).toBeNull();
    expect([started, running]).toEqual([4, 0]);
  });
});

describe("what comes back", () => {
  it("a redirect is a failure, and the token does not go to the other host", async () => {
    const other = behaviour("200");
    const { id, path } = behaviour(`302;${inject("otherHostUrl")}${other.path}`);
    const harness = createHarness({ jobs: { job: { path } } });
    expect(await harness.tick()).toBeInstanceOf(AggregateError);
    expect(await receivedAt(id)).toHaveLength(1);
    expect(await receivedAt(other.id, inject("otherHostUrl"))).toEqual([]);
    expect(harness.lines.at(-1)).toMatchObject({
      statusCode: 302,
      error: "the backend answered 302, and redirects are not followed; that is not tried again",
    });
  });

  it("of 100 MB no more is taken than a few buffers", async () => {
    const { id, path } = behaviour("big");
    const harness = createHarness({ jobs: { job: { path } } });
    expect(await harness.tick()).toBeNull();
    const sent = await (await fetch(`${inject("backendUrl")}/sent/${id}`)).json();
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it("the failure's log holds the beginning of the answer, without the token in it", async () => {
    const { path } = behaviour("echo");
    const payload = { padding: "x".repeat(2_000) };
    const harness = createHarness({ jobs: { job: { path, payload, retry: { maxAttempts: 1 } } } });
    const error = await harness.tick();
    const response = harness.lines.at(-1)?.["response"];
    expect(response).toContain('"authorization":"[redacted]"');
    expect(String(response).length).toBeLessThanOrEqual(512);
    expect(JSON.stringify(harness.lines)).not.toContain(TOKEN);
    expect(String(error)).not.toContain(TOKEN);
  });
});

describe("the beginning of an answer that is kept", () => {
  const rows = [
    { given: "x".repeat(513), want: "x".repeat(512) },
    // 512 bytes would end inside the second of these characters.
    { given: `${"x".repeat(508)}€€`, want: `${"x".repeat(508)}€` },
    { given: `${"x".repeat(500)}${TOKEN}`, want: `${"x".repeat(500)}[redacted]` },
    { given: `${"x".repeat(508)}${TOKEN}`, want: `${"x".repeat(508)}[red` },
  ];
  it.each(rows)("$want", async ({ given, want }) => {
    const { path } = behaviour(`text;${given}`);
    const harness = createHarness({ jobs: { job: { path, retry: { maxAttempts: 1 } } } });
    await harness.tick();
    expect(harness.lines.at(-1)?.["response"]).toBe(want);
  });
});

describe("what is sent", () => {
  it("every attempt carries the same bytes under the same key; the span is its own", async () => {
    const { id, path } = behaviour("500", "500", "200");
    const harness = createHarness({ jobs: { job: { path, payload: { delta: 25, names: ["é", "✓"] } } } });
    await harness.tick();
    const requests = await receivedAt(id);
    expect(new Set(requests.map(({ body }) => body))).toEqual(
      new Set([
        '{"source":"cloudflare-cron","job":"job","environment":"test","scheduledTime":"2026-11-23T12:00:00.000Z","payload":{"delta":25,"names":["é","✓"]}}',
      ]),
    );
    expect(requests.map(({ headers }) => headers["idempotency-key"])).toEqual(
      Array(3).fill("test:job:20261123T1200Z"),
    );
    expect(new Set(requests.map(({ headers }) => headers["x-correlation-id"])).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers["traceparent"])).size).toBe(3);
    expect(requests.map(({ headers }) => headers["x-cron-attempt"])).toEqual(["1", "2", "3"]);
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
      "user-agent": "test-worker/0.1.0",
      "x-cron-job": "job",
      "x-cron-scheduled-time": "2026-11-23T12:00:00.000Z",
      "x-cron-trigger": "cron",
    });
  });

  it("a GET has neither body nor Content-Type", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path, method: "GET", payload: { ignored: true } } } });
    expect(await harness.tick()).toBeNull();
    const [request] = await receivedAt(id);
    expect(request).toMatchObject({ method: "GET", body: "" });
    expect(request?.headers).not.toHaveProperty("content-type");
  });

  it("nothing, when the token's secret is not set", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path, auth: { bearer: "OTHER_TOKEN" } } } });
    expect(await harness.tick()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining(
            "job failed: the secret OTHER_TOKEN is not set, so no request was sent",
          ),
        },
      ],
    });
    expect(await receivedAt(id)).toEqual([]);
    expect(messages(harness.lines, "ERROR")).toEqual(["Job job failed"]);
  });

  it("nothing, when the token can't be sent, and the log does not say its value", async () => {
    const token = `${TOKEN}\nand a second line`;
    const harness = createHarness({ bindings: { ERIFY_CRON_TOKEN: token } });
    expect(await harness.tick()).toBeInstanceOf(AggregateError);
    expect(harness.sent).toEqual([]);
    expect(harness.lines.at(-1)?.["error"]).toContain("ERIFY_CRON_TOKEN holds characters");
  });

  it("nothing, when BACKEND_BASE makes no sense", async () => {
    const harness = createHarness({ bindings: { BACKEND_BASE: "api.example" } });
    expect(await harness.tick()).toBeInstanceOf(AggregateError);
    expect(harness.sent).toEqual([]);
    expect(messages(harness.lines, "ERROR")).toEqual([
      "BACKEND_BASE is no http(s) URL without credentials, query and fragment: no job can be called",
      "Job job failed",
    ]);
  });

  it("no Authorization header with auth: none", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path, auth: { bearer: null } } } });
    expect(await harness.tick()).toBeNull();
    expect((await receivedAt(id))[0]?.headers).not.toHaveProperty("authorization");
  });

  it("a path prefix of the backend is kept", async () => {
    const harness = createHarness({
      jobs: { job: { path: "/cron/x?delta=25" } },
      bindings: { BACKEND_BASE: `${inject("backendUrl")}/api/v2/` },
    });
    await harness.tick();
    expect(harness.sent).toEqual([`POST ${inject("backendUrl")}/api/v2/cron/x?delta=25`]);
  });
});

describe("the log", () => {
  it("of a success is the line of the owner's document", async () => {
    const { path } = behaviour("200");
    const harness = createHarness({
      jobs: { every5min: { name: "EE Recent Elections", path } },
      fetchTakesMs: 1_250,
    });
    harness.advance(11_000);
    await harness.tick();
    expect(harness.lines).toEqual([
      {
        timestamp: new Date(NOON + 12_250).toISOString(),
        level: "INFO",
        correlationId: expect.stringMatching(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        ),
        environment: "test",
        message: "Job EE Recent Elections completed successfully",
        statusCode: 200,
        duration: 1_250,
        attempt: 1,
        job: "every5min",
        runId: "test:every5min:20261123T1200Z",
        trigger: "cron",
        scheduledTime: "2026-11-23T12:00:00.000Z",
        lateness: 11_000,
      },
    ]);
  });

  it.each([
    { given: "debug", want: ["DEBUG", "DEBUG", "WARN", "DEBUG", "INFO"] },
    { given: "info", want: ["WARN", "INFO"] },
    { given: "warn", want: ["WARN"] },
    { given: "error", want: [] },
  ])("at $given: $want", async ({ given, want }) => {
    const { path } = behaviour("500", "200");
    const harness = createHarness({ jobs: { job: { path } }, bindings: { LOG_LEVEL: given } });
    await harness.tick();
    expect(harness.lines.map(({ level }) => level)).toEqual(want);
  });
});
