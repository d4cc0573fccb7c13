/** `POST /trigger`. */
import { describe, expect, inject, it } from "vitest";
import type { ManualRequest } from "../../../src/ledger/protocol-trigger.ts";
import { behaviour, createHarness, type HarnessOptions, receivedAt, TOKEN } from "../harness.ts";
import { DEFAULTS } from "../job-maps.ts";

const NAMES = ["every5min", "partiesImport", "checkCurrent", "mopDelta"];
const JOBS = Object.fromEntries(NAMES.map((name) => [name, { path: `/cron/${name}` }]));

function jobsDoing(...steps: string[]): HarnessOptions["jobs"] {
  return Object.fromEntries(steps.map((step, index) => [`job${index}`, { path: behaviour(step).path }]));
}

describe("which jobs", () => {
  const every = NAMES.map((job) => ({ job, status: "succeeded" }));
  const rows = [
    { given: { job: "every5min" }, isDefault: false, want: [{ job: "every5min", status: "succeeded" }] },
    { given: { all: true }, isDefault: false, want: every },
    { given: {}, isDefault: true, want: every },
    { given: undefined, isDefault: true, want: every },
    {
      given: { job: "mopDelta", all: false },
      isDefault: true,
      want: [{ job: "mopDelta", status: "succeeded" }],
    },
  ];
  it.each(rows)("$given, default: $isDefault", async ({ given, isDefault, want }) => {
    const harness = createHarness({ jobs: JOBS, environment: { isDefault } });
    const response = await harness.trigger(given);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ environment: "test", runs: want });
    expect(harness.sent).toHaveLength(want.length);
  });

  it("curl's own content type does as well", async () => {
    const harness = createHarness({ jobs: JOBS });
    const response = await harness.trigger(
      { job: "every5min" },
      { "Content-Type": "application/x-www-form-urlencoded" },
    );
    expect(response.status).toBe(200);
  });

  it("a job without a schedule here, or switched off, runs by hand", async () => {
    const harness = createHarness({ jobs: { byHand: { schedule: [] }, off: { enabled: false } } });
    expect((await harness.trigger({ all: true })).status).toBe(200);
    expect(harness.sent).toHaveLength(2);
  });
});

describe("the answer's status", () => {
  it.each([
    { given: ["200", "202"], want: 200 },
    { given: ["200", "404"], want: 207 },
    { given: ["404", "400"], want: 502 },
  ])("$given: $want", async ({ given, want }) => {
    const response = await createHarness({ jobs: jobsDoing(...given) }).trigger({ all: true });
    expect(response.status).toBe(want);
  });

  it("is that of the runs that began, where the ledger's release does not know one of the jobs yet", async () => {
    const why = "the ledger's release does not know this job yet: try again in a minute";
    const trigger = async ({ runs }: ManualRequest) =>
      runs.map(({ job, runId }) =>
        job === "job1" ? { verdict: "refused", runId, why } : { verdict: "run", runId },
      );
    const LEDGER = { getByName: () => ({ trigger, results: async () => [] }) };
    const harness = createHarness({ jobs: jobsDoing("200", "200"), bindings: { LEDGER } });
    const response = await harness.trigger({ all: true });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      runs: [
        { job: "job0", status: "running" },
        { job: "job1", status: "skipped", error: why },
      ],
    });
  });

  it("tells of each run what became of it", async () => {
    const harness = createHarness({ jobs: jobsDoing("404"), fetchTakesMs: 70 });
    expect(await (await harness.trigger({ job: "job0" })).json()).toEqual({
      correlationId: expect.any(String),
      environment: "test",
      runs: [
        {
          job: "job0",
          name: "job0",
          runId: expect.stringMatching(/^test:job0:manual-20261123T1200Z-[0-9a-f]{8}$/),
          correlationId: expect.any(String),
          status: "failed",
          trigger: "manual",
          by: "ERIFY_CRON_TOKEN",
          scheduledTime: "2026-11-23T12:00:00.000Z",
          startedAt: "2026-11-23T12:00:00.000Z",
          endedAt: "2026-11-23T12:00:00.070Z",
          attempts: 1,
          statusCode: 404,
          duration: 70,
          error: "the backend answered 404; that is not tried again",
          attemptLog: [
            {
              attempt: 1,
              startedAt: "2026-11-23T12:00:00.000Z",
              duration: 70,
              statusCode: 404,
              error: "the backend answered 404; that is not tried again",
            },
          ],
        },
      ],
    });
  });

  it("a missing token is a failed run that says so, and no request", async () => {
    const harness = createHarness({ jobs: { job: { auth: { bearer: "OTHER_TOKEN" } } } });
    const response = await harness.trigger({ job: "job" });
    expect(response.status).toBe(502);
    expect(await response.text()).toContain("the secret OTHER_TOKEN is not set");
    expect(harness.sent).toEqual([]);
  });
});

describe("what is refused", () => {
  const rows = [
    { given: "{}", status: 400, error: "Say which job", more: { jobs: NAMES } },
    { given: undefined, status: 400, error: "Say which job", more: { jobs: NAMES } },
    { given: '{"dryRun": true}', status: 400, error: "Say which job", more: { jobs: NAMES } },
    {
      given: '{"job": "every5mins"}',
      status: 404,
      error: "did you mean every5min?",
      more: { nearest: ["every5min"] },
    },
    {
      given: '{"job": "PARTIESIMPORT"}',
      status: 404,
      error: "did you mean partiesImport?",
      more: { nearest: ["partiesImport"] },
    },
    {
      given: '{"job": "constructor"}',
      status: 404,
      error: "it has every5min, partiesImport",
      more: { nearest: [] },
    },
    { given: '{"job": ["every5min"]}', status: 400, error: "job must be a job's key" },
    { given: '{"job": "every5min", "all": true}', status: 400, error: "either job or all" },
    { given: '{"all": "yes"}', status: 400, error: "all must be true or false" },
    {
      given: '{"jobs": "every5min"}',
      status: 400,
      error: 'unknown key "jobs"; known keys: job, all, dryRun',
    },
    { given: "job=every5min", status: 400, error: "The body is not JSON" },
    { given: '["every5min"]', status: 400, error: "must be a JSON object" },
    { given: "null", status: 400, error: "must be a JSON object" },
    { given: JSON.stringify({ job: "x".repeat(17_000) }), status: 413, error: "over 16384 bytes" },
  ];
  it.each(rows)("$status: $given", async ({ given, status, error, more }) => {
    const harness = createHarness({ jobs: JOBS });
    const response = await harness.trigger(given);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining(error), ...more });
    expect(harness.sent).toEqual([]);
  });

  it("a body of just 16 KiB is not too large", async () => {
    const body = `{"job": "every5min"}`.padEnd(16_384, " ");
    expect((await createHarness({ jobs: JOBS }).trigger(body)).status).toBe(200);
  });
});

describe("who may", () => {
  const rows = [
    { given: `Bearer ${TOKEN}`, bindings: {}, want: 200 },
    { given: `bearer ${TOKEN}`, bindings: {}, want: 200 },
    { given: undefined, bindings: {}, want: 401 },
    { given: "Bearer ", bindings: {}, want: 401 },
    { given: "Bearer wrong", bindings: {}, want: 401 },
    { given: `Basic ${TOKEN}`, bindings: {}, want: 401 },
    { given: `Bearer ${TOKEN}x`, bindings: {}, want: 401 },
    { given: "Bearer mine", bindings: { TRIGGER_TOKEN: "mine" }, want: 200 },
    { given: `Bearer ${TOKEN}`, bindings: { TRIGGER_TOKEN: "mine" }, want: 401 },
    { given: "Bearer old", bindings: { TRIGGER_TOKEN: "mine", TRIGGER_TOKEN_PREVIOUS: "old" }, want: 200 },
    { given: "Bearer old", bindings: { ERIFY_CRON_TOKEN_PREVIOUS: "old" }, want: 200 },
    {
      given: "Bearer old",
      bindings: { ERIFY_CRON_TOKEN: undefined, ERIFY_CRON_TOKEN_PREVIOUS: "old" },
      want: 401,
    },
    { given: "Bearer undefined", bindings: { ERIFY_CRON_TOKEN: undefined }, want: 401 },
    { given: "Bearer ", bindings: { ERIFY_CRON_TOKEN: "" }, want: 401 },
    { given: "Bearer jobs", bindings: { JOB_TOKEN: "jobs" }, want: 401 },
  ];
  it.each(rows)("$given with $bindings: $want", async ({ given, bindings, want }) => {
    const harness = createHarness({
      jobs: { job: { auth: { bearer: "JOB_TOKEN" } } },
      bindings: { JOB_TOKEN: "set", ...bindings },
    });
    const response = await harness.request("/trigger", {
      method: "POST",
      body: '{"job": "job"}',
      headers: given === undefined ? {} : { Authorization: given },
    });
    expect(response.status).toBe(want);
    expect(harness.sent).toHaveLength(want === 200 ? 1 : 0);
    if (want === 401) expect(response.headers.get("WWW-Authenticate")).toBe("Bearer");
  });

  it("nobody, where the defaults say auth: none and TRIGGER_TOKEN is not set", async () => {
    const defaults = { ...DEFAULTS, auth: { bearer: null } };
    const harness = createHarness({ environment: { defaults } });
    expect((await harness.trigger({ all: true })).status).toBe(401);
  });
});

describe("dryRun", () => {
  it("says what it would do, and does nothing", async () => {
    const jobs = {
      job: { name: "A Job", path: "/cron/job?token=in-the-query&delta=25", retry: { maxAttempts: 5 } },
    };
    const harness = createHarness({ jobs, bindings: { BACKEND_BASE: "https://api.test" } });
    const response = await harness.trigger({ job: "job", dryRun: true });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      correlationId: expect.any(String),
      environment: "test",
      dryRun: true,
      runs: [
        {
          job: "job",
          name: "A Job",
          method: "POST",
          url: "https://api.test/cron/job?token=[redacted]&delta=25",
          timeoutMs: 30_000,
          maxAttempts: 5,
          auth: "ERIFY_CRON_TOKEN",
        },
      ],
    });
    expect(harness.sent).toEqual([]);
  });
});

describe("Idempotency-Key", () => {
  it("makes the backend see one key and the same bytes, whenever the request is repeated", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path, payload: [1] } } });
    await harness.trigger({ job: "job" }, { "Idempotency-Key": "import-42" });
    harness.advance(3 * 60_000);
    await harness.trigger({ job: "job" }, { "Idempotency-Key": "import-42" });
    await harness.trigger({ job: "job" }, { "Idempotency-Key": "import-43" });
    const [first, again, other] = (await receivedAt(id)).map(({ headers, body }) => ({
      key: headers["idempotency-key"],
      body,
    }));
    // printf import-42 | sha256sum | cut -c1-32
    expect(first?.key).toBe("test:job:manual-87c6b2f5a976f1cfecaec8c9fa606f54");
    expect(again).toEqual(first);
    expect(other?.key).not.toBe(first?.key);
  });

  it("without one every call is a run of its own", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path } } });
    await harness.trigger({ job: "job" });
    await harness.trigger({ job: "job" });
    const requests = await receivedAt(id);
    expect(new Set(requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
    expect(requests[0]?.headers).toMatchObject({
      "x-cron-trigger": "manual",
      "x-cron-scheduled-time": "2026-11-23T12:00:00.000Z",
    });
  });
});

it("the runs go on when the caller hangs up, as Cloudflare waits for them from before the first request", async () => {
  const harness = createHarness({ jobs: { job: { path: "/cron/job" } } });
  await harness.trigger({ job: "job" });
  expect(harness.events).toEqual(["waitUntil", "fetch", "log"]);
});

describe("the sinks", () => {
  it("hear of runs by hand as well", async () => {
    const slack = behaviour("200");
    const notify = { slack: { events: ["failure" as const], after: 1, remindEveryMs: 1, webhook: "HOOK" } };
    const harness = createHarness({
      jobs: { job: { path: behaviour("404").path, notify } },
      bindings: { HOOK: inject("backendUrl") + slack.path },
    });
    expect((await harness.trigger({ job: "job" })).status).toBe(502);
    expect(await receivedAt(slack.id)).toHaveLength(1);
  });
});
