/** The ledger's routes: the history, the schedule, the switch, backfills, the sums. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, downBetween, type ReceivedCall } from "./backend-model.ts";
import { DAY, HOUR, inWorld, MINUTE, START, TOKEN, type World, type WorldOptions } from "./world.ts";

const DAILY = {
  name: "Parties Import",
  path: "/cron/parties-import",
  schedule: [{ cron: "6 2 * * *" }],
  catchUp: { withinMs: HOUR, runs: "latest" },
} as const;
const OPTIONS = {
  jobs: { parties: DAILY },
  environment: { triggers: { "6 2 * * *": ["parties"] } },
} satisfies WorldOptions;
const DUE = START + 2 * HOUR + 6 * MINUTE;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly runs?: ReadonlyArray<Record<string, unknown>>;
  };
}

async function get(world: World, path: string): Promise<Answer> {
  const response = await world.request(path);
  return { status: response.status, body: await response.json() };
}

async function post(
  world: World,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await world.request(path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** Asks for the run of 02:06. */
const backfill = (world: World, more: object = {}): Promise<Answer> =>
  post(world, "/trigger", { job: "parties", scheduledTime: "2026-11-23T02:06:00Z", ...more });

interface Health {
  readonly status: string;
  readonly checks: { readonly schedule: string; readonly ledger: string };
}
const health = async (world: World): Promise<Health> => (await world.request("/health")).json();

describe("did parties-import run last night, and if not, why", () => {
  const rows: ReadonlyArray<{
    why: string;
    options?: Partial<WorldOptions>;
    arrange?: (world: World) => void;
    drop?: boolean;
    want: object;
  }> = [
    { why: "it did", want: { status: "succeeded", trigger: "cron", attempts: 1, statusCode: 200 } },
    {
      why: "the backend was down",
      options: { behave: always(503, 200) },
      want: { status: "failed", attempts: 3, statusCode: 503, error: "the backend answered 503" },
    },
    {
      why: "the second attempt did it",
      options: { behave: downBetween(START, DUE + 10_100) },
      want: {
        status: "succeeded",
        attempts: 2,
        attemptLog: [
          {
            attempt: 1,
            startedAt: "2026-11-23T02:06:10.000Z",
            duration: 200,
            statusCode: 503,
            error: "the backend answered 503",
          },
          { attempt: 2, startedAt: "2026-11-23T02:06:11.200Z", duration: 200, statusCode: 200 },
        ],
      },
    },
    {
      why: "no tick came, and it was made up",
      drop: true,
      want: {
        status: "succeeded",
        trigger: "catch-up",
        startedAt: "2026-11-23T02:08:00.000Z",
        events: [
          {
            at: "2026-11-23T02:08:00.000Z",
            status: "missed",
            why: "no tick reached the ledger within 2 min",
          },
        ],
      },
    },
    {
      why: "no tick came, and it is not made up",
      drop: true,
      options: { jobs: { parties: { ...DAILY, catchUp: null } } },
      want: {
        status: "missed",
        attempts: 0,
        error: "no tick reached the ledger within 2 min; it is not made up, as catchUp is none",
      },
    },
    {
      why: "it was ended half way, and made up",
      options: { behave: always(200, 20_000) },
      arrange: (world) => world.time.at(DUE + 15_000, () => world.kill()),
      want: {
        status: "succeeded",
        trigger: "catch-up",
        events: [
          { status: "lost", why: expect.stringContaining("no result came by 2026-11-23T02:08:43.000Z") },
        ],
      },
    },
  ];
  it.each(rows)("$why", async ({ options, arrange, drop = false, want }) => {
    await inWorld({ ...OPTIONS, ...options }, async (world) => {
      await world.ledger().standing();
      arrange?.(world);
      await world.runCron(START + 4 * HOUR, { drop: () => drop });
      const { status, body } = await get(world, "/runs?job=parties");
      expect(status).toBe(200);
      expect(body).toMatchObject({
        environment: "test",
        runs: [
          {
            job: "parties",
            name: "Parties Import",
            runId: "test:parties:20261123T0206Z",
            scheduledTime: "2026-11-23T02:06:00.000Z",
            ...want,
          },
        ],
        before: null,
      });
      expect(await get(world, "/runs/test:parties:20261123T0206Z")).toMatchObject({
        status: 200,
        body: { run: body.runs?.[0] },
      });
    });
  });
});

describe("the history", () => {
  const options = {
    jobs: {
      five: { schedule: [{ cron: "*/5 * * * *" }] },
      hourly: { schedule: [{ cron: "0 * * * *" }] },
    },
    environment: { triggers: { "*/5 * * * *": ["five"], "0 * * * *": ["hourly"] } },
    behave: downBetween(START + HOUR, START + HOUR + 20 * MINUTE),
  } satisfies WorldOptions;

  it("pages through all, newest first, without a gap or a repeat", async () => {
    await inWorld(options, async (world) => {
      await world.runCron(START + 3 * HOUR + MINUTE);
      const ids: string[] = [];
      let path: unknown = "/runs?limit=7";
      while (typeof path === "string") {
        const { body } = await get(world, path);
        ids.push(...(body.runs ?? []).map(({ runId }) => String(runId)));
        path = body["next"];
      }
      expect(ids).toHaveLength(37 + 4);
      expect(new Set(ids).size).toBe(ids.length);
      const times = ids.map((id) => id.split(":")[2] ?? "");
      expect(times).toEqual(times.toSorted().toReversed());
    });
  });

  it("by status, and by job", async () => {
    await inWorld(options, async (world) => {
      await world.runCron(START + 3 * HOUR + MINUTE);
      const { body } = await get(world, "/runs?status=failed");
      expect(body.runs?.map(({ runId }) => runId)).toEqual([
        "test:five:20261123T0115Z",
        "test:five:20261123T0110Z",
        "test:five:20261123T0105Z",
        "test:hourly:20261123T0100Z",
        "test:five:20261123T0100Z",
      ]);
      expect((await get(world, "/runs?status=failed&job=hourly")).body.runs).toHaveLength(1);
    });
  });

  const refused = [
    { path: "/runs?job=hourlly", status: 404, error: "did you mean hourly?" },
    { path: "/runs?status=done", status: 400, error: "status must be one of running, succeeded, failed" },
    { path: "/runs?limit=0", status: 400, error: "limit must be a whole number from 1 to 200" },
    { path: "/runs?limit=1e2", status: 400, error: "limit must be a whole number from 1 to 200" },
    { path: "/runs?before=yesterday", status: 400, error: "before must be what an earlier answer gave" },
    {
      path: "/runs?since=1",
      status: 400,
      error: "Unknown parameter since; known are job, status, limit, before",
    },
    { path: "/runs/test:hourly:20250101T0000Z", status: 404, error: "Nothing is known of a run" },
  ];
  it.each(refused)("$path: $status", async ({ path, status, error }) => {
    await inWorld(options, async (world) => {
      expect(await get(world, path)).toMatchObject({
        status,
        body: { error: expect.stringContaining(error) },
      });
    });
  });

  it("is kept 30 days, and of each job at least the last 50 runs", async () => {
    const jobs = {
      daily: { schedule: [{ cron: "0 0 * * *" }] },
      hourly: { schedule: [{ cron: "30 * * * *" }] },
    };
    const environment = { triggers: { "0 0 * * *": ["daily"], "30 * * * *": ["hourly"] } };
    await inWorld({ jobs, environment }, async (world) => {
      await world.runCron(START + 60 * DAY + MINUTE);
      const { jobs: standing } = await world.ledger().standing();
      expect(standing.map(({ totals }) => totals.runs.succeeded)).toEqual([61, 60 * 24]);
      const count = async (job: string): Promise<{ runs: number; oldest: number }> => {
        let [runs, oldest, before] = [0, 0, undefined as string | undefined];
        do {
          const page = await world
            .ledger()
            .runs({ job, limit: 200, ...(before !== undefined && { before }) });
          runs += page.runs.length;
          oldest = page.runs.at(-1)?.scheduledTime ?? oldest;
          before = page.before ?? undefined;
        } while (before !== undefined);
        return { runs, oldest: (oldest - START) / DAY };
      };
      expect(await count("daily")).toEqual({ runs: 50, oldest: 11 });
      expect(await count("hourly")).toEqual({ runs: 30 * 24, oldest: expect.closeTo(30, 1) });
    });
  });
});

describe("who may", () => {
  const paths = [
    "GET /runs",
    "GET /runs/x",
    "POST /runs/x/complete",
    "GET /schedule",
    "GET /metrics",
    "POST /jobs/parties/pause",
    "POST /jobs/parties/resume",
  ];
  it.each(paths)("%s: with the bearer token only, and by its method only", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    await inWorld(OPTIONS, async (world) => {
      const refused = await world.request(path, { method, headers: { Authorization: "Bearer wrong" } });
      expect(refused.status).toBe(401);
      expect(refused.headers.get("Cache-Control")).toBe("no-store");
      expect((await world.request(path, { method: "DELETE" })).status).toBe(405);
    });
  });
});

describe("a run by hand", () => {
  it("records the name of the token, never its value, and is in the history", async () => {
    await inWorld(OPTIONS, async (world) => {
      const { status, body } = await post(world, "/trigger", { job: "parties" });
      expect(status).toBe(200);
      expect(body.runs).toMatchObject([{ status: "succeeded", trigger: "manual", by: "ERIFY_CRON_TOKEN" }]);
      const history = await get(world, "/runs?job=parties");
      expect(history.body.runs).toMatchObject([{ by: "ERIFY_CRON_TOKEN", runId: body.runs?.[0]?.["runId"] }]);
      expect(JSON.stringify([history.body, world.lines])).not.toContain(TOKEN);
    });
  });

  it("that takes longer than 25 s goes on in the ledger: 202 and where to look", async () => {
    await inWorld({ ...OPTIONS, behave: always(200, 28_000) }, async (world) => {
      const { status, body } = await post(world, "/trigger", { job: "parties" });
      expect(status).toBe(202);
      expect((world.time.now() - START) / 1000).toBeCloseTo(25, 0);
      const [run] = body.runs ?? [];
      expect(run).toMatchObject({ status: "running", url: `/runs/${String(run?.["runId"])}` });
      await world.time.runUntil(START + MINUTE);
      expect(await get(world, String(run?.["url"]))).toMatchObject({
        body: { run: { status: "succeeded" } },
      });
    });
  });

  it("while the job runs: 409, and it says what holds the lock", async () => {
    await inWorld({ ...OPTIONS, behave: always(200, 20_000), from: DUE - MINUTE }, async (world) => {
      await world.runCron(DUE + 12_000);
      const { status, body } = await post(world, "/trigger", { job: "parties" });
      expect(status).toBe(409);
      expect(body.runs).toMatchObject([
        { status: "skipped", error: expect.stringContaining("held by test:parties:20261123T0206Z") },
      ]);
    });
  });

  it("repeated under the caller's own key: one run, and the same answer", async () => {
    await inWorld(OPTIONS, async (world) => {
      const key = { "Idempotency-Key": "please-once" };
      const first = await post(world, "/trigger", { job: "parties" }, key);
      await world.time.runUntil(START + HOUR);
      const second = await post(world, "/trigger", { job: "parties" }, key);
      expect(second.body.runs).toEqual(first.body.runs);
      expect(world.backend.received).toHaveLength(1);
    });
  });

  it("all at once, those that share a lock one after another", async () => {
    const jobs = { a: { ...DAILY, lock: "l" }, b: { ...DAILY, lock: "l" } };
    await inWorld(
      { ...OPTIONS, jobs, environment: { concurrency: 2 }, behave: always(200, 2_000) },
      async (world) => {
        expect((await post(world, "/trigger", { all: true })).status).toBe(200);
        expect(world.backend.received.map(({ job, at }) => [job, Math.round((at - START) / 1000)])).toEqual([
          ["a", 0],
          ["b", 2],
        ]);
      },
    );
  });
});

describe("a backfill", () => {
  it("runs a past minute under its own run id", async () => {
    await inWorld({ ...OPTIONS, from: DUE + DAY - HOUR }, async (world) => {
      const { status, body } = await backfill(world);
      expect(status).toBe(200);
      expect(body.runs).toMatchObject([
        {
          runId: "test:parties:20261123T0206Z",
          status: "succeeded",
          trigger: "manual",
          scheduledTime: "2026-11-23T02:06:00.000Z",
        },
      ]);
      expect(JSON.parse(world.backend.received[0]?.body ?? "")).toEqual({
        source: "cloudflare-cron",
        job: "parties",
        environment: "test",
        scheduledTime: "2026-11-23T02:06:00.000Z",
      });
    });
  });

  it("of one that has succeeded is refused, and forced it is …#2, …#3", async () => {
    await inWorld({ ...OPTIONS, behave: always(200, 200) }, async (world) => {
      await world.runCron(START + 3 * HOUR);
      expect(await backfill(world)).toMatchObject({
        status: 409,
        body: {
          error:
            'The run is refused: it has succeeded, at 2026-11-23T02:06:10.200Z: "force": true runs it again',
        },
      });
      for (const number of [2, 3]) {
        const { body } = await backfill(world, { force: true });
        expect(body.runs).toMatchObject([
          { runId: `test:parties:20261123T0206Z#${number}`, status: "succeeded" },
        ]);
      }
      const [, second] = world.backend.received;
      expect(second?.key).toBe("test:parties:20261123T0206Z#2");
      expect(await get(world, "/runs/test:parties:20261123T0206Z%232")).toMatchObject({ status: 200 });
    });
  });

  it("of one that failed runs it again under its id", async () => {
    await inWorld({ ...OPTIONS, behave: downBetween(START, START + 3 * HOUR) }, async (world) => {
      await world.runCron(START + 4 * HOUR);
      expect((await backfill(world)).body.runs).toMatchObject([
        { runId: "test:parties:20261123T0206Z", status: "succeeded" },
      ]);
      const { body } = await get(world, "/runs?job=parties");
      expect(body.runs).toMatchObject([
        { events: [{ status: "failed", why: "the backend answered 503" }], attemptLog: { length: 4 } },
      ]);
    });
  });

  const rows = [
    {
      given: { scheduledTime: "2026-11-23T02:07:00Z" },
      status: 409,
      error: "2026-11-23T02:07:00.000Z is no time of its schedule",
    },
    { given: { scheduledTime: "2026-12-23T02:06:00Z" }, status: 400, error: "lies in the future" },
    { given: { scheduledTime: "2026-11-23T02:06:30Z" }, status: 400, error: "must be a full minute" },
    {
      given: { scheduledTime: 1_795_399_560 }, // In seconds.
      status: 400,
      error: "must be a full minute: 1970-01-21T18:43:19.560Z is none",
    },
    { given: { scheduledTime: "2026-11-31T02:06:00Z" }, status: 400, error: "does not exist: 2026-11-31" },
    { given: { scheduledTime: "2026-11-23T02:06:00" }, status: 400, error: "must be a time such as" },
    { given: { scheduledTime: "yesterday" }, status: 400, error: "must be a time such as" },
    { given: { scheduledTime: undefined, force: true }, status: 400, error: "force goes with scheduledTime" },
    { given: { job: undefined, all: true }, status: 400, error: "A backfill is of one job" },
  ];
  it.each(rows)("$given: $status", async ({ given, status, error }) => {
    await inWorld({ ...OPTIONS, from: START + DAY }, async (world) => {
      expect(await backfill(world, given)).toMatchObject({
        status,
        body: { error: expect.stringContaining(error) },
      });
      expect(world.backend.received).toEqual([]);
    });
  });

  it("is refused while the ledger does not answer", async () => {
    await inWorld({ ...OPTIONS, from: START + DAY }, async (world) => {
      world.setMood("throws");
      const before = world.lines.length;
      const body = JSON.stringify({ job: "parties", scheduledTime: "2026-11-23T02:06:00Z" });
      const response = await world.request("/trigger", { method: "POST", body });
      expect(response.status).toBe(503);
      expect(response.headers.get("Retry-After")).toBe("30");
      expect(world.lines.slice(before)).toMatchObject([
        {
          level: "ERROR",
          message: expect.stringMatching(/^ledger unavailable/),
          error: "the object is broken",
        },
      ]);
    });
  });
});

describe("GET /schedule", () => {
  it("tells what is deployed, what comes next, and sets the second clock going", async () => {
    await inWorld(OPTIONS, async (world) => {
      const { body } = await get(world, "/schedule");
      expect(body).toMatchObject({
        environment: "test",
        sourceHash: "0".repeat(64),
        ledger: { status: "healthy", looksAgainAt: "2026-11-23T00:15:00.000Z" },
        triggers: ["6 2 * * *"],
        jobs: [
          {
            job: "parties",
            enabled: true,
            next: ["2026-11-23T02:06:00.000Z", "2026-11-24T02:06:00.000Z", "2026-11-25T02:06:00.000Z"],
            paused: null,
            watchedSince: "2026-11-23T00:00:00.000Z",
          },
        ],
      });
      // Nobody calls any more: the alarm goes on by itself.
      await world.time.runUntil(START + 3 * HOUR);
      expect(world.backend.received.map(({ key }) => key)).toEqual(["test:parties:20261123T0206Z"]);
    });
  });

  it("says so where the ledger does not answer", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setMood("throws");
      const { status, body } = await get(world, "/schedule");
      expect(status).toBe(200);
      expect(body["ledger"]).toEqual({ status: "unavailable: the object is broken" });
    });
  });
});

describe("pause and resume", () => {
  const rows = [
    { path: "/jobs/parties/pause", body: {}, status: 400, error: "Say why" },
    { path: "/jobs/parties/pause", body: { reason: " " }, status: 400, error: "Say why" },
    {
      path: "/jobs/parties/pause",
      body: { reason: "x", until: "2026-11-22T00:00:00Z" },
      status: 400,
      error: "until must lie in the future: 2026-11-22T00:00:00.000Z is past",
    },
    {
      path: "/jobs/parties/pause",
      body: { reason: "x", until: "2026-11-31T09:00:00Z" },
      status: 400,
      error: "until names a day that does not exist: 2026-11-31",
    },
    { path: "/jobs/parties/pause", body: { reason: "\u0007" }, status: 400, error: "Say why" },
    {
      path: "/jobs/parties/pause",
      body: { reason: "x", till: "tomorrow" },
      status: 400,
      error: 'unknown key "till"',
    },
    { path: "/jobs/partys/pause", body: { reason: "x" }, status: 404, error: "did you mean parties?" },
    {
      path: "/jobs/parties/resume",
      body: {},
      status: 409,
      error: "There is nothing to resume: it is not paused",
    },
  ];
  it.each(rows)("$path $body: $status", async ({ path, body, status, error }) => {
    await inWorld(OPTIONS, async (world) => {
      expect(await post(world, path, body)).toMatchObject({
        status,
        body: { error: expect.stringContaining(error) },
      });
    });
  });

  it("until a leap day, and with a reason that no terminal stumbles over", async () => {
    await inWorld(OPTIONS, async (world) => {
      const given = { reason: " it moves\u001b[31m house\u0000\ud800 ", until: "2028-02-29T24:00:00+01:00" };
      expect((await post(world, "/jobs/parties/pause", given)).body).toMatchObject({
        paused: { reason: "it moves[31m house\ufffd", until: "2028-02-29T23:00:00.000Z" },
      });
    });
  });

  it("survives a restart, and is shown with who and why", async () => {
    await inWorld(OPTIONS, async (world) => {
      const { body } = await post(world, "/jobs/parties/pause", {
        reason: "migration",
        until: "2026-11-24T00:00:00Z",
      });
      const paused = {
        reason: "migration",
        since: "2026-11-23T00:00:00.000Z",
        until: "2026-11-24T00:00:00.000Z",
        by: "ERIFY_CRON_TOKEN",
      };
      expect(body).toMatchObject({ job: "parties", paused });
      world.kill();
      const next = ["2026-11-24T02:06:00.000Z", "2026-11-25T02:06:00.000Z", "2026-11-26T02:06:00.000Z"];
      expect((await get(world, "/schedule")).body).toMatchObject({ jobs: [{ paused, next }] });
      await world.runCron(START + 3 * HOUR);
      expect(world.backend.received).toEqual([]);
    });
  });
});

describe("GET /health", () => {
  it("degraded while young, healthy after, degraded while the storage refuses writes", async () => {
    await inWorld(OPTIONS, async (world) => {
      expect(await health(world)).toMatchObject({
        status: "degraded",
        checks: { schedule: "degraded: watched for less than 30 min: parties", ledger: "healthy" },
      });
      await world.time.runUntil(START + HOUR);
      expect(await health(world)).toMatchObject({ status: "healthy", checks: { schedule: "healthy" } });
      world.setMood("refuses writes");
      await world.runCron(DUE + 3 * MINUTE);
      expect(await health(world)).toMatchObject({
        status: "degraded",
        checks: { ledger: "unavailable: Exceeded allowed rows written in Durable Objects free tier." },
      });
      world.setMood("well");
      await world.time.runUntil(DUE + 20 * MINUTE);
      expect(await health(world)).toMatchObject({ checks: { ledger: "healthy" } });
    });
  });

  it("unhealthy while a due run is overdue: missed, and its lock is not free", async () => {
    const slow = { schedule: [{ cron: "5 2 * * *" }], lock: "import", timeoutMs: 14 * MINUTE };
    const jobs = { parties: { ...DAILY, lock: "import" }, slow };
    const options = {
      jobs,
      environment: { triggers: { "5 2 * * *": ["slow"] } },
      behave: always(200, 10 * MINUTE),
    };
    await inWorld(options, async (world) => {
      await world.ledger().standing();
      await world.runCron(DUE + 3 * MINUTE);
      expect(await health(world)).toMatchObject({
        status: "unhealthy",
        checks: { schedule: expect.stringContaining("unhealthy: overdue: parties") },
      });
      await world.runCron(DUE + 30 * MINUTE);
      expect(await health(world)).toMatchObject({ status: "degraded" });
    });
  });

  it("degraded while the cron does not bring a job, though its runs are made up", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 3 * HOUR);
      expect(await health(world)).toMatchObject({
        status: "degraded",
        checks: { schedule: "degraded: not brought by the cron: parties" },
      });
    });
  });
});

describe("GET /metrics", () => {
  it("is Prometheus text, with running sums that pruning does not touch", async () => {
    const options = { ...OPTIONS, behave: downBetween(START + DAY, START + 2 * DAY) };
    await inWorld(options, async (world) => {
      await world.runCron(START + 70 * DAY);
      const response = await world.request("/metrics");
      expect(response.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
      const text = await response.text();
      const labels = 'environment="test",job="parties"';
      expect(text).toContain(`cron_runs_total{${labels},result="succeeded"} 69\n`);
      expect(text).toContain(`cron_runs_total{${labels},result="failed"} 1\n`);
      expect(text).toContain(`cron_run_duration_seconds_count{${labels}} 70\n`);
      expect(text).toContain(`cron_run_lateness_seconds_sum{${labels}} 700\n`);
      expect(text).toContain(
        `cron_last_success_timestamp_seconds{${labels}} ${(DUE + 69 * DAY + 10_200) / 1000}\n`,
      );
      expect(text).toContain(`cron_failing{${labels}} 0\n`);
      expectExposition(text);
    });
  });

  it("has every counter before there is anything to count: what begins at 1 can't be seen to grow", async () => {
    await inWorld(OPTIONS, async (world) => {
      const text = await (await world.request("/metrics")).text();
      const results = [...text.matchAll(/^cron_runs_total\{.*result="(\w+)"\} 0$/gm)].map(([, each]) => each);
      const ends = ["succeeded", "failed", "skipped", "missed", "superseded", "dropped", "lost"];
      expect(results).toEqual(ends);
    });
  });

  it("no counter ever goes down or away, whatever happens to the runs", async () => {
    const accepting = {
      ...DAILY,
      schedule: [{ cron: "*/10 * * * *" }],
      completion: { withinMs: 5 * MINUTE },
    };
    const five = {
      schedule: [{ cron: "*/5 * * * *" }],
      catchUp: { withinMs: 5 * MINUTE, runs: "latest" },
    } as const;
    const environment = { triggers: { "*/5 * * * *": ["five"], "*/10 * * * *": ["accepting"] } };
    const isDown = downBetween(START + HOUR, START + 2 * HOUR);
    const behave = (call: ReceivedCall): Behaviour => {
      const { status } = isDown(call);
      return { status: status === 200 && call.job === "accepting" ? 202 : status, takesMs: 20_000 };
    };
    await inWorld({ jobs: { five, accepting }, environment, behave }, async (world) => {
      let before = new Map<string, number>();
      for (let minute = 3; minute <= 4 * 60; minute += 3) {
        if (minute % 7 === 0) world.kill();
        await world.runCron(START + minute * MINUTE, {
          drop: ({ scheduledTime }) => scheduledTime % 11 === 0,
        });
        // What was lost is told to be well after all.
        const lost = (await get(world, "/runs?job=accepting&status=lost&limit=1")).body.runs?.[0]?.["runId"];
        if (typeof lost === "string") await post(world, `/runs/${lost}/complete`, { status: "succeeded" });
        const text = await (await world.request("/metrics")).text();
        const counters = new Map(
          [...text.matchAll(/^(cron_\w+_(?:total|sum|count)\{.*\}) (.*)$/gm)].map(([, name = "", value]) => [
            name,
            Number(value),
          ]),
        );
        expect([...before].filter(([name, value]) => (counters.get(name) ?? -1) < value)).toEqual([]);
        before = counters;
      }
      const sum = (result: string): number =>
        [...before].reduce(
          (all, [name, value]) => all + (name.includes(`result="${result}"`) ? value : 0),
          0,
        );
      for (const result of ["succeeded", "failed", "lost"]) expect(sum(result)).toBeGreaterThan(0);
    });
  });

  it("counts what was missed and what was lost, made up or not, and tells who is paused", async () => {
    await inWorld({ ...OPTIONS, behave: always(200, 20_000) }, async (world) => {
      await world.ledger().standing();
      world.time.at(DUE + DAY + 15_000, () => world.kill());
      await world.runCron(START + 2 * DAY, { drop: ({ scheduledTime }) => scheduledTime === DUE });
      await post(world, "/jobs/parties/pause", { reason: "a test" });
      const text = await (await world.request("/metrics")).text();
      const labels = 'environment="test",job="parties"';
      expect(text).toContain(`cron_runs_total{${labels},result="succeeded"} 2\n`);
      expect(text).toContain(`cron_missed_total{${labels}} 1\n`);
      expect(text).toContain(`cron_lost_total{${labels}} 1\n`);
      expect(text).toContain(`cron_paused{${labels}} 1\n`);
    });
  });
});

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
function expectExposition(text: string): void {
  expect(text.endsWith("\n")).toBe(true);
  const families = text.split(/^(?=# HELP )/m);
  const names = families.map((family) => {
    const [help = "", type = "", ...samples] = family.trimEnd().split("\n");
    const name = /^# HELP ([a-z_]+) [^\\]+$/.exec(help)?.[1] ?? "";
    const kind = new RegExp(`^# TYPE ${name} (counter|gauge|summary)$`).exec(type)?.[1];
    // What the linter of Prometheus, promtool check metrics, asks for.
    expect({ name, kind, isTotal: name.endsWith("_total") }).toMatchObject({
      kind: expect.any(String),
      isTotal: kind === "counter",
    });
    for (const sample of samples) {
      expect(sample).toMatch(
        new RegExp(
          `^${name}${kind === "summary" ? "_(sum|count)" : ""}\\{[a-z]+="[\\w.-]*"(,[a-z]+="[\\w.-]*")*\\} -?\\d+(\\.\\d+)?$`,
        ),
      );
    }
    return name;
  });
  expect(new Set(names).size).toBe(names.length);
}
