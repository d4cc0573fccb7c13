/** Ticks: which minute, which jobs, in what order, until when, and what Cloudflare gets to see. */
import { messageOf } from "../../src/message-of.ts";
import * as fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import {
  behaviour,
  createHarness,
  EVERY_MINUTE,
  type Harness,
  messages,
  NOON,
  receivedAt,
} from "./harness.ts";

const MINUTE = 60_000;

function failedJobs(failure: unknown): string[] {
  return failure instanceof AggregateError ? failure.errors.map((error: Error) => error.message) : [];
}

/** The jobs whose requests were sent, by the last part of the path. */
function sentTo(harness: Harness): string[] {
  return harness.sent.map((request) => request.split("/").at(-1) ?? "");
}

describe("the scheduled minute", () => {
  it("a hundred ticks up to 60 s off, early and late, run the right minute", async () => {
    const { id, path } = behaviour("200");
    const cron = "7 */2 * * *";
    const harness = createHarness({
      jobs: { job: { path, schedule: [{ cron }] } },
      environment: { triggers: { [cron]: ["job"] } },
    });
    const dueAt = Date.parse("2026-11-23T14:07:00.000Z");
    const offsets = fc.sample(fc.integer({ min: -60_000, max: 60_000 }), { numRuns: 98, seed: 20_261_123 });
    for (const offset of [-60_000, 60_000, ...offsets]) {
      expect(await harness.tick({ cron, scheduledTime: dueAt + offset })).toBeNull();
    }
    const keys = (await receivedAt(id)).map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual(Array(100).fill("test:job:20261123T1407Z"));
    expect(messages(harness.lines, "WARN", "ERROR")).toEqual([]);
  });

  it("61 s off is another minute: nothing is due, and a warning says so", async () => {
    const cron = "7 */2 * * *";
    const harness = createHarness({
      jobs: { job: { schedule: [{ cron }] } },
      environment: { triggers: { [cron]: ["job"] } },
    });
    expect(await harness.tick({ cron, scheduledTime: Date.parse("2026-11-23T14:08:01.000Z") })).toBeNull();
    expect(harness.sent).toEqual([]);
    expect(messages(harness.lines, "WARN")).toEqual([
      "No minute near the scheduled time matches the expression, so the time is taken as it is",
    ]);
  });
});

describe("what is due", () => {
  const jobs = {
    hourly: { path: "/cron/hourly", schedule: [{ cron: "0 * * * *" }] },
    half: { path: "/cron/half", schedule: [{ cron: "*/30 * * * *" }] },
    off: { path: "/cron/off", schedule: [{ cron: "0 * * * *" }], enabled: false },
    byHand: { path: "/cron/byHand", schedule: [] },
    night: { path: "/cron/night", schedule: [{ cron: "0 3 * * *" }] },
    noon: { path: "/cron/noon", schedule: [{ cron: "0 12 * * *" }] },
  };
  const triggers = {
    "0 * * * *": ["hourly", "off"],
    "*/30 * * * *": ["half"],
    "0 0-12 * * *": ["night", "noon"],
  };
  const rows = [
    { given: "0 * * * *", want: ["hourly"], why: "only the jobs that the map gives to the expression" },
    { given: "*/30 * * * *", want: ["half"], why: "only the jobs that the map gives to the expression" },
    { given: "0 0-12 * * *", want: ["noon"], why: "of those, the ones whose schedule holds the minute" },
    {
      given: "0 */3 * * *",
      want: ["hourly", "half", "noon"],
      why: "an expression from the last deploy: all that hold the minute",
    },
  ];
  it.each(rows)("$given: $why", async ({ given, want }) => {
    const harness = createHarness({ jobs, environment: { triggers } });
    expect(await harness.tick({ cron: given })).toBeNull();
    expect(sentTo(harness)).toEqual(want);
  });

  it("an expression that is none at all still runs the minute's jobs", async () => {
    const harness = createHarness({ jobs, environment: { triggers } });
    expect(await harness.tick({ cron: "0 12 * * 0" })).toBeNull();
    expect(sentTo(harness)).toEqual(["hourly", "half", "noon"]);
  });

  it("a spare wake runs nothing and is no failure", async () => {
    const harness = createHarness({ jobs, environment: { triggers: { "5 * * * *": ["hourly"] } } });
    expect(await harness.tick({ cron: "5 * * * *", scheduledTime: NOON + 5 * MINUTE })).toBeNull();
    expect(harness.sent).toEqual([]);
    expect(harness.lines).toEqual([]);
  });
});

/** A ledger of a release that says more than this one knows. */
const LATER_LEDGER = {
  getByName: () => ({
    claim: async ({ runs }: { runs: object[] }) => ({ verdicts: runs.map(() => ({ verdict: "later" })) }),
    record: async () => {},
  }),
};

it("a verdict that this release does not know leaves no job out", async () => {
  const harness = createHarness({
    jobs: { job: { path: "/cron/job" } },
    bindings: { LEDGER: LATER_LEDGER },
  });
  expect(await harness.tick()).toBeNull();
  expect(sentTo(harness)).toEqual(["job"]);
});

describe("sequence and concurrency", () => {
  const jobs = Object.fromEntries(
    ["zeta", "alpha", "mid", "beta"].map((name) => [name, { path: `/cron/${name}` }]),
  );

  /** The greatest number of requests under way at once. */
  async function mostAtOnce(concurrency: number): Promise<{ most: number; order: string[] }> {
    let underWay = 0;
    let most = 0;
    const order: string[] = [];
    const harness = createHarness({
      jobs,
      environment: { concurrency },
      platform: {
        fetch: async (url, init) => {
          order.push(url.split("/").at(-1) ?? "");
          underWay += 1;
          most = Math.max(most, underWay);
          const response = await fetch(url, init);
          underWay -= 1;
          return response;
        },
      },
    });
    expect(await harness.tick()).toBeNull();
    return { most, order };
  }

  it.each([1, 2, 6])("%i at once, started in the file's order", async (concurrency) => {
    expect(await mostAtOnce(concurrency)).toEqual({
      most: Math.min(concurrency, 4),
      order: ["zeta", "alpha", "mid", "beta"],
    });
  });

  it("a run that waits between attempts does not hold its place", async () => {
    const first = behaviour("500", "200");
    const harness = createHarness({
      jobs: { first: { path: first.path }, second: { path: "/cron/second" } },
    });
    expect(await harness.tick()).toBeNull();
    const base = inject("backendUrl");
    expect(harness.sent).toEqual([
      `POST ${base}${first.path}`,
      `POST ${base}/cron/second`,
      `POST ${base}${first.path}`,
    ]);
  });
});

describe("the end of the invocation", () => {
  // 14 min 30 s after it began, less 5 s in which the sinks are told: at 14:25 the last attempt is over.
  it("cuts an attempt's timeout to what is left, and drops what can't be run", async () => {
    const jobs = Object.fromEntries(
      ["a", "b", "c", "d", "e"].map((name) => [name, { path: `/cron/${name}` }]),
    );
    const defaults = { timeoutMs: 840_000 };
    const harness = createHarness({
      jobs: Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, { ...job, ...defaults }])),
      fetchTakesMs: 6 * MINUTE,
    });
    const failure = await harness.tick();
    expect(sentTo(harness)).toEqual(["a", "b", "c"]);
    expect(harness.timeouts).toEqual([840_000, 505_000, 145_000]);
    expect(failedJobs(failure)).toEqual([
      "d dropped: the tick's time was up before it could start",
      "e dropped: the tick's time was up before it could start",
    ]);
    expect(messages(harness.lines, "ERROR")).toEqual(["Job d was dropped", "Job e was dropped"]);
  });

  it.each([
    { given: 860_000, want: ["a", "b"] },
    { given: 860_001, want: ["a"] },
  ])("with less than 5 s left an attempt does not start: after $given ms", async ({ given, want }) => {
    const harness = createHarness({
      jobs: { a: { path: "/cron/a" }, b: { path: "/cron/b" } },
      fetchTakesMs: given,
    });
    await harness.tick();
    expect(sentTo(harness)).toEqual(want);
  });

  it("drops a run at once whose next attempt could not start in time", async () => {
    const { path } = behaviour("500");
    const harness = createHarness({
      jobs: { job: { path, deadlineMs: 86_400_000, retry: { initialDelayMs: 30_000 } } },
      fetchTakesMs: 14 * MINUTE,
    });
    expect(failedJobs(await harness.tick())).toEqual([
      "job dropped: the backend answered 500; the tick's time is up before the next attempt could start",
    ]);
    expect(harness.sleeps).toEqual([]);
  });
});

describe("what Cloudflare sees", () => {
  it("one error that names the failed jobs, and a success for the rest", async () => {
    const jobs = {
      good: { path: behaviour("200").path },
      bad: { path: behaviour("404").path },
      worse: { path: behaviour("reset").path },
    };
    const harness = createHarness({ jobs });
    const failure = await harness.tick();
    expect(failure).toMatchObject({ message: "2 of 3 jobs did not succeed: bad, worse" });
    expect(failedJobs(failure)[0]).toBe("bad failed: the backend answered 404; that is not tried again");
    expect(messages(harness.lines, "INFO", "ERROR")).toContain("Job good completed successfully");
  });

  it("noRetry comes first", async () => {
    const harness = createHarness({ bindings: { RETRY_MAX_ATTEMPTS: "many" } });
    await harness.tick();
    expect(harness.events).toEqual(["noRetry", "log", "fetch", "log"]);
  });

  it.each([{ ENVIRONMENT: "nowhere" }, { ENVIRONMENT: undefined }, { ENVIRONMENT: "constructor" }])(
    "no job map for %o: an error in the log, and a rejection",
    async (bindings) => {
      const harness = createHarness({ bindings });
      const failure = await harness.tick();
      expect(failure).toMatchObject({ message: expect.stringMatching(/^The job map has no environment /) });
      expect(messages(harness.lines, "ERROR")).toEqual([messageOf(failure)]);
      expect(harness.events).toEqual(["noRetry", "log"]);
    },
  );

  it("a bug of ours is in the log and rejects", async () => {
    const harness = createHarness({ jobs: { job: { schedule: [{ cron: "not cron" }] } } });
    expect(await harness.tick()).toMatchObject({ message: expect.stringContaining("invalid cron") });
    expect(messages(harness.lines, "ERROR")).toEqual(["The tick ended with an internal error"]);
  });

  it("and the heartbeat is called all the same: the cron is alive", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({
      jobs: { job: { schedule: [{ cron: "not cron" }] } },
      environment: { heartbeat: true },
      bindings: { HEARTBEAT_URL: inject("backendUrl") + path },
    });
    expect(await harness.tick()).toBeInstanceOf(Error);
    expect(await receivedAt(id)).toHaveLength(1);
  });

  it("without its secret the heartbeat is an error in the log, and the tick is well", async () => {
    const harness = createHarness({
      jobs: { job: { path: behaviour("200").path } },
      environment: { heartbeat: true },
    });
    expect(await harness.tick()).toBeNull();
    expect(messages(harness.lines, "ERROR")).toEqual([
      "The heartbeat was not sent: the secret HEARTBEAT_URL is not set",
    ]);
  });

  it("an expression that is left from the last deploy is warned of, with how late its tick is", async () => {
    const { id, path } = behaviour("200");
    const harness = createHarness({ jobs: { job: { path } } });
    harness.advance(7_000);
    expect(await harness.tick({ cron: "0 * * * *" })).toBeNull();
    expect(await receivedAt(id)).toHaveLength(1);
    expect(harness.lines.filter(({ level }) => level === "WARN")).toMatchObject([
      {
        message:
          "The expression is not in the job map, so every job was asked whether it is due: it is left from the last deploy",
        cron: "0 * * * *",
        scheduledTime: "2026-11-23T12:00:00.000Z",
        lateness: 7_000,
      },
    ]);
  });
});

describe("the vars", () => {
  it("replace the environment's defaults, not what a job says itself", async () => {
    const plain = behaviour("500");
    const own = behaviour("500");
    const harness = createHarness({
      jobs: {
        plain: { path: plain.path },
        own: { path: own.path, timeoutMs: 60_000, retry: { maxAttempts: 1 } },
      },
      bindings: { RETRY_MAX_ATTEMPTS: "2", RETRY_INITIAL_DELAY: "250", REQUEST_TIMEOUT: "45000" },
    });
    await harness.tick();
    expect(await receivedAt(plain.id)).toHaveLength(2);
    expect(await receivedAt(own.id)).toHaveLength(1);
    expect(harness.sleeps).toEqual([250]);
    expect(harness.timeouts).toEqual([45_000, 60_000, 45_000]);
  });

  it("that make no sense are errors in the log, and the defaults are in use", async () => {
    const { id, path } = behaviour("500");
    const harness = createHarness({
      jobs: { job: { path } },
      bindings: {
        RETRY_MAX_ATTEMPTS: "11",
        RETRY_INITIAL_DELAY: "1s",
        REQUEST_TIMEOUT: "99",
        LOG_LEVEL: "loud",
      },
    });
    await harness.tick({ cron: EVERY_MINUTE });
    expect(await receivedAt(id)).toHaveLength(3);
    expect(harness.sleeps).toEqual([1_000, 2_000]);
    expect(harness.timeouts).toEqual([30_000, 30_000, 30_000]);
    expect(messages(harness.lines, "ERROR")).toEqual([
      'RETRY_MAX_ATTEMPTS is "11", but must be a whole number from 1 to 10: the default is used',
      'RETRY_INITIAL_DELAY is "1s", but must be a whole number from 0 to 3600000: the default is used',
      'REQUEST_TIMEOUT is "99", but must be a whole number from 100 to 840000: the default is used',
      'LOG_LEVEL is "loud", but must be one of debug, info, warn, error: info is used',
      "Job job failed",
    ]);
  });
});
