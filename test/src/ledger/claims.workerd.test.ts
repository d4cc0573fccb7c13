/** Each due minute is run by one tick, or recorded with why: duplicates, overlaps, locks, pauses, late ticks. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import { history, SLACK } from "./kit.ts";
import { report } from "./report.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

const EVERY_5 = {
  schedule: [{ cron: "*/5 * * * *" }],
  catchUp: { withinMs: 5 * MINUTE, runs: "latest" },
} as const;
const TRIGGERS = { "*/5 * * * *": ["job"] };
const MINUTE_5 = START + 5 * MINUTE;

/** Every 5 minutes, and each run takes 7. */
const slow = (overlap: "skip" | "wait" | "allow") => ({
  jobs: {
    job: {
      ...EVERY_5,
      timeoutMs: 10 * MINUTE,
      overlap,
      catchUp: { withinMs: 15 * MINUTE, runs: "latest" },
    },
  } as const,
  environment: { triggers: TRIGGERS },
  behave: always(200, 7 * MINUTE),
});

/** Which runs began, and when. */
const startsAt = (world: World): string[] =>
  world.backend.received.map(
    ({ at, key }) => `${key.slice(-6, -1)} at ${new Date(at).toISOString().slice(14, 19)}`,
  );

const post = (world: World, path: string, body: object = {}): Promise<Response> =>
  world.request(path, { method: "POST", body: JSON.stringify(body) });

describe("the same tick delivered again", () => {
  it.each([2, 10])("%i times at once: one run", async (times) => {
    await inWorld({ jobs: { job: EVERY_5 }, environment: { triggers: TRIGGERS } }, async (world) => {
      await world.time.runUntil(MINUTE_5 + 8_000);
      const ends = Array.from({ length: times }, () => world.deliver("*/5 * * * *", MINUTE_5));
      await world.time.runUntil(MINUTE_5 + MINUTE);
      expect(await Promise.all(ends)).toEqual(Array(times).fill(null));
      expect(world.backend.received.map(({ key }) => key)).toEqual(["test:job:20261123T0005Z"]);
      expect((await history(world)).map(({ status }) => status)).toEqual(["succeeded"]);
      report(`the same tick ${times} times at once`, { requests: world.backend.received.length });
    });
  });

  it.each([2, 10])(
    "%i times, 20 s apart, past the run's end and the object's restart: one run",
    async (times) => {
      await inWorld({ jobs: { job: EVERY_5 }, environment: { triggers: TRIGGERS } }, async (world) => {
        for (let index = 0; index < times; index += 1) {
          await world.time.runUntil(MINUTE_5 + 8_000 + index * 20_000);
          void world.deliver("*/5 * * * *", MINUTE_5);
          if (index % 2 === 1) {
            await world.time.runUntil(world.time.now() + 5_000);
            world.kill("object");
          }
        }
        await world.time.runUntil(MINUTE_5 + 4 * MINUTE);
        expect(world.backend.received.map(({ key }) => key)).toEqual(["test:job:20261123T0005Z"]);
        report(`the same tick ${times} times, apart`, { requests: world.backend.received.length });
      });
    },
  );
});

describe("two ticks that overlap", () => {
  it("skip: the later one is recorded as skipped, and says what held the lock", async () => {
    await inWorld(slow("skip"), async (world) => {
      await world.runCron(START + 14 * MINUTE);
      expect(startsAt(world)).toEqual(["T0000 at 00:10", "T0010 at 10:10"]);
      expect(await history(world)).toMatchObject([
        { runId: "test:job:20261123T0000Z", status: "succeeded" },
        {
          runId: "test:job:20261123T0005Z",
          status: "skipped",
          error: "its lock job is held by test:job:20261123T0000Z since 2026-11-23T00:00:10.000Z",
        },
        { runId: "test:job:20261123T0010Z", status: "running" },
      ]);
      expect(world.backend.overlaps).toEqual([]);
      report("overlap: skip", { starts: startsAt(world) });
    });
  });

  it("wait: it runs when the lock is free, and only one waits", async () => {
    await inWorld(slow("wait"), async (world) => {
      await world.runCron(START + 20 * MINUTE, {
        drop: ({ scheduledTime }) => scheduledTime > START + 10 * MINUTE,
      });
      // 00:05 waits until 00:07:10, and runs until 00:14:10; 00:10 waits for that.
      expect(startsAt(world)).toEqual(["T0000 at 00:10", "T0005 at 07:10", "T0010 at 14:10"]);
      expect(world.backend.overlaps).toEqual([]);
      report("overlap: wait", { starts: startsAt(world) });
    });
  });

  it("wait: a third one is skipped while one waits", async () => {
    const options = slow("wait");
    const job = { ...options.jobs.job, timeoutMs: 14 * MINUTE };
    await inWorld({ ...options, jobs: { job }, behave: always(200, 13 * MINUTE) }, async (world) => {
      await world.runCron(START + 12 * MINUTE);
      expect(await history(world)).toMatchObject([
        { status: "running" },
        { status: "deferred", error: "it waits until the lock job is free" },
        {
          status: "skipped",
          error: expect.stringContaining("and test:job:20261123T0005Z waits for it already"),
        },
      ]);
    });
  });

  it("allow: they run beside each other", async () => {
    await inWorld(slow("allow"), async (world) => {
      await world.runCron(START + 8 * MINUTE);
      expect(startsAt(world)).toEqual(["T0000 at 00:10", "T0005 at 05:10"]);
      expect(world.backend.overlaps).toHaveLength(1);
      report("overlap: allow", { starts: startsAt(world) });
    });
  });
});

describe("a shared lock", () => {
  const schedule = [{ cron: "0 * * * *" }];
  it("two jobs at one minute: both run, one after the other, whatever the concurrency", async () => {
    const jobs = { a: { schedule, lock: "import" }, b: { schedule }, c: { schedule, lock: "import" } };
    const environment = { concurrency: 3, triggers: { "0 * * * *": ["a", "b", "c"] } };
    const behave = always(200, 20_000);
    await inWorld({ jobs, environment, behave }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      const starts = world.backend.received.map(({ job, at }) => [job, (at - START) / 1000]);
      expect(starts).toEqual([
        ["a", 10],
        ["b", 10],
        ["c", 30],
      ]);
      report("a shared lock at one minute", { starts });
      expect((await history(world)).map(({ status }) => status)).toEqual(Array(3).fill("succeeded"));
    });
  });

  it("held by another tick it is an overlap", async () => {
    const jobs = {
      a: { schedule, lock: "import", timeoutMs: 10 * MINUTE },
      b: { schedule: [{ cron: "3 * * * *" }], lock: "import" },
    };
    const environment = { triggers: { "0 * * * *": ["a"], "3 * * * *": ["b"] } };
    await inWorld({ jobs, environment, behave: always(200, 5 * MINUTE) }, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      expect(await history(world)).toMatchObject([
        { job: "a", status: "succeeded" },
        { job: "b", status: "skipped" },
      ]);
    });
  });
});

describe("a tick that comes late", () => {
  const DAILY = {
    jobs: { job: { schedule: [{ cron: "0 6 * * *" }], catchUp: null, notify: { slack: SLACK } } },
    environment: { triggers: { "0 6 * * *": ["job"] } },
  };

  it("runs its job with catchUp: none too, though the ledger has found it missed meanwhile", async () => {
    await inWorld(DAILY, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 7 * HOUR, { lateMs: 5 * MINUTE });
      expect(await history(world)).toMatchObject([
        {
          status: "succeeded",
          trigger: "cron",
          events: [{ status: "missed", at: START + 6 * HOUR + 2 * MINUTE }],
        },
      ]);
      expect(world.backend.received.map(({ at }) => at)).toEqual([START + 6 * HOUR + 5 * MINUTE]);
      expect(world.slack.map(({ text }) => text)).toEqual([
        "🔴 test: 1 job missed: job",
        "🟢 test: 1 job back on time: job",
      ]);
    });
  });

  it("and later than 15 minutes, it does not", async () => {
    await inWorld(DAILY, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 7 * HOUR, { lateMs: 15 * MINUTE + 1 });
      expect(await history(world)).toMatchObject([{ status: "missed" }]);
      expect(world.backend.received).toEqual([]);
    });
  });

  const rows = [
    { catchUp: { withinMs: 10 * MINUTE, runs: "latest" }, lateMs: 10 * MINUTE, status: "succeeded" },
    { catchUp: { withinMs: 10 * MINUTE, runs: "latest" }, lateMs: 10 * MINUTE + 1, status: "missed" },
    { catchUp: null, lateMs: 15 * MINUTE, status: "succeeded" },
    { catchUp: null, lateMs: 15 * MINUTE + 1, status: "missed" },
  ] as const;
  it.each(rows)("$lateMs ms, catchUp $catchUp: $status", async ({ catchUp, lateMs, status }) => {
    const jobs = { job: { schedule: [{ cron: "0 6 * * *" }], catchUp } };
    const environment = { triggers: { "0 6 * * *": ["job"] } };
    await inWorld({ jobs, environment, from: START + 6 * HOUR - MINUTE }, async (world) => {
      // The ledger sees the job for the first time with this very tick.
      await world.time.runUntil(START + 6 * HOUR + lateMs);
      void world.deliver("0 6 * * *", START + 6 * HOUR);
      await world.time.runUntil(START + 7 * HOUR);
      expect(await history(world)).toMatchObject([{ status }]);
    });
  });
});

describe("a pause", () => {
  const jobs = { job: { ...EVERY_5, catchUp: { withinMs: HOUR, runs: "all" } } } as const;

  it("live: what is due is skipped, nothing is made up after it, and it is history", async () => {
    await inWorld({ jobs, environment: { triggers: TRIGGERS } }, async (world) => {
      await world.runCron(START + 11 * MINUTE);
      expect((await post(world, "/jobs/job/pause", { reason: "the backend moves" })).status).toBe(200);
      // The cron goes on for a while, and is silent for the rest of the pause.
      await world.runCron(START + 31 * MINUTE, {
        drop: ({ scheduledTime }) => scheduledTime > START + 20 * MINUTE,
      });
      expect((await post(world, "/jobs/job/resume")).status).toBe(200);
      await world.runCron(START + 41 * MINUTE);
      const statuses = (await history(world)).map(({ runId, status }) => `${runId.slice(-3, -1)} ${status}`);
      expect(statuses).toEqual([
        "00 succeeded",
        "05 succeeded",
        "10 succeeded",
        "15 skipped",
        "20 skipped",
        "25 skipped",
        "30 skipped",
        "35 succeeded",
        "40 succeeded",
      ]);
      expect(world.slack).toEqual([]);
      const shown = await (
        await world.request("/schedule")
      ).json<{ jobs: [{ paused: null; pauses: unknown[] }] }>();
      expect(shown.jobs[0]).toMatchObject({
        paused: null,
        pauses: [
          {
            reason: "the backend moves",
            since: "2026-11-23T00:11:00.000Z",
            until: "2026-11-23T00:31:00.000Z",
            by: "ERIFY_CRON_TOKEN",
            resumedBy: "ERIFY_CRON_TOKEN",
          },
        ],
      });
    });
  });

  it("live, with an end: it ends by itself", async () => {
    await inWorld({ jobs, environment: { triggers: TRIGGERS } }, async (world) => {
      await world.runCron(START + 4 * MINUTE);
      await post(world, "/jobs/job/pause", { reason: "lunch", until: "2026-11-23T00:15:00Z" });
      await world.runCron(START + 21 * MINUTE);
      expect((await history(world)).map(({ status }) => status)).toEqual([
        "succeeded",
        "skipped",
        "skipped",
        "succeeded",
        "succeeded",
      ]);
    });
  });

  it("in the file: until its minute, and holds without a ledger too", async () => {
    const paused = { ...jobs.job, pause: { reason: "holidays", untilMinute: START / MINUTE + 10 } };
    await inWorld({ jobs: { job: paused }, environment: { triggers: TRIGGERS } }, async (world) => {
      await world.runCron(START + 4 * MINUTE);
      world.setMood("throws");
      await world.runCron(START + 9 * MINUTE);
      world.setMood("well");
      await world.runCron(START + 14 * MINUTE);
      expect(world.backend.received.map(({ key }) => key)).toEqual(["test:job:20261123T0010Z"]);
      expect((await history(world))[0]).toMatchObject({
        status: "skipped",
        error: "paused by schedules.yaml: holidays",
      });
    });
  });

  it("a run by hand works in a pause", async () => {
    await inWorld({ jobs, environment: { triggers: TRIGGERS } }, async (world) => {
      await post(world, "/jobs/job/pause", { reason: "the backend moves" });
      expect((await post(world, "/trigger", { job: "job" })).status).toBe(200);
    });
  });
});

describe("the watermark", () => {
  it("*/5 and a job at :06, and the tick of 00:05 is lost: it is noticed", async () => {
    const jobs = {
      five: { ...EVERY_5 },
      six: { schedule: [{ cron: "6 * * * *" }], catchUp: { withinMs: HOUR, runs: "latest" } },
    } as const;
    const environment = { triggers: { "*/5 * * * *": ["five"], "6 * * * *": ["six"] } };
    await inWorld({ jobs, environment }, async (world) => {
      await world.runCron(START + 10 * MINUTE, { drop: ({ scheduledTime }) => scheduledTime === MINUTE_5 });
      const run = await world.ledger().run("test:five:20261123T0005Z");
      expect(run).toMatchObject({
        status: "succeeded",
        trigger: "catch-up",
        events: [
          { at: START + 7 * MINUTE, status: "missed", why: "no tick reached the ledger within 2 min" },
        ],
      });
      report("*/5 and :06, 00:05 lost", { noticedAfterS: ((run?.events[0]?.at ?? 0) - MINUTE_5) / 1000 });
    });
  });

  it("moves past what is settled out of order, and survives a restart", async () => {
    await inWorld({ jobs: { job: EVERY_5 }, environment: { triggers: TRIGGERS } }, async (world) => {
      await world.runCron(START + DAY);
      world.kill();
      const { jobs } = await world.ledger().standing();
      // The tick of midnight is still to come.
      expect(jobs[0]).toMatchObject({ settledUntilMinute: (START + DAY) / MINUTE - 5, overdueMinute: null });
    });
  });
});
