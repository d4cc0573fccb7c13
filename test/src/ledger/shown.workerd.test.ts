/** What `GET /schedule`, `/runs` and `/metrics` show of a job: its coming runs, its pauses, and how it stands. */
import { describe, expect, it } from "vitest";
import { always, downBetween } from "./backend-model.ts";
import { EACH_HOUR, send } from "./completion-kit.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const HOURLY = { schedule: [{ cron: EACH_HOUR }] };
const ENVIRONMENT = { triggers: { [EACH_HOUR]: ["job"] } };
const OPTIONS = { jobs: { job: HOURLY }, environment: ENVIRONMENT } satisfies WorldOptions;

type Shown = Readonly<Record<string, unknown>>;

async function shownJob(world: World): Promise<Shown> {
  const { jobs } = await (await world.request("/schedule")).json<{ jobs: Shown[] }>();
  return jobs[0] ?? {};
}

const get = async (world: World, path: string): Promise<{ status: number; body: Shown }> => {
  const response = await world.request(path);
  return { status: response.status, body: await response.json() };
};

/** Full hours of the world's first day. */
const hours = (...each: readonly number[]): string[] =>
  each.map((hour) => `2026-11-23T${String(hour).padStart(2, "0")}:00:00.000Z`);

describe("how a job stands", () => {
  it("settled up to its last run, when it last succeeded, since when it fails", async () => {
    const behave = downBetween(START + 2 * HOUR, START + 9 * HOUR);
    await inWorld({ ...OPTIONS, behave }, async (world) => {
      expect(await shownJob(world)).toMatchObject({
        lastSuccess: null,
        failingSince: null,
        missingSince: null,
      });
      await world.runCron(START + 3 * HOUR + MINUTE);
      expect(await shownJob(world)).toMatchObject({
        watchedSince: hours(0)[0],
        settledUntil: hours(3)[0],
        lastSuccess: "2026-11-23T01:00:10.200Z",
        failingSince: expect.stringMatching(/^2026-11-23T02:00:1/),
        missingSince: null,
      });
    });
  });

  it("since when the cron does not bring it", async () => {
    await inWorld({ ...OPTIONS, from: START - HOUR }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 30 * MINUTE);
      expect(await shownJob(world)).toMatchObject({ missingSince: "2026-11-23T00:02:00.000Z" });
    });
  });

  it("with `completion` only where it has that, and without pauses where it had none", async () => {
    const jobs = { job: { ...HOURLY, completion: { withinMs: HOUR } } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      expect(await shownJob(world)).toMatchObject({ completion: { withinMs: HOUR } });
    });
    await inWorld(OPTIONS, async (world) => {
      const shown = await shownJob(world);
      expect(shown).not.toHaveProperty("completion");
      expect(shown).not.toHaveProperty("pauses");
    });
  });
});

describe("its next runs", () => {
  it("are the next three", async () => {
    await inWorld(OPTIONS, async (world) => {
      expect(await shownJob(world)).toMatchObject({
        schedule: [{ cron: EACH_HOUR }],
        next: hours(1, 2, 3),
        overlap: "skip",
        lock: "job",
        catchUp: null,
        paused: null,
      });
    });
  });

  it("are as many as there are", async () => {
    const untilMinute = (START + 2 * HOUR + 1) / MINUTE;
    const jobs = { job: { schedule: [{ cron: EACH_HOUR, untilMinute }] } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      expect(await shownJob(world)).toMatchObject({ next: hours(1, 2) });
    });
  });

  it.each([
    { until: "2026-11-23T02:30:00Z", want: hours(3, 4, 5) },
    // What is due when it ends is not in it.
    { until: "2026-11-23T02:00:00Z", want: hours(2, 3, 4) },
    { until: "2026-11-23T01:59:30Z", want: hours(2, 3, 4) },
    { until: undefined, want: [] },
  ])("in a live pause until $until are those after it", async ({ until, want }) => {
    await inWorld(OPTIONS, async (world) => {
      await send(world, "/jobs/job/pause", { reason: "it moves", ...(until !== undefined && { until }) });
      expect(await shownJob(world)).toMatchObject({ next: want });
    });
  });

  it.each([
    { untilMinute: (START + 2 * HOUR) / MINUTE, until: hours(2)[0], want: hours(2, 3, 4) },
    { untilMinute: (START + 2 * HOUR) / MINUTE + 1, until: "2026-11-23T02:01:00.000Z", want: hours(3, 4, 5) },
    { untilMinute: undefined, until: null, want: [] },
  ])("in a pause of the file until $until are those after it", async ({ untilMinute, until, want }) => {
    const pause = { reason: "it moves", ...(untilMinute !== undefined && { untilMinute }) };
    await inWorld({ ...OPTIONS, jobs: { job: { ...HOURLY, pause } } }, async (world) => {
      expect(await shownJob(world)).toMatchObject({
        next: want,
        paused: { reason: "it moves", until, by: "schedules.yaml" },
      });
    });
  });

  it("a pause of the file that is over is not shown", async () => {
    const pause = { reason: "it moved", untilMinute: START / MINUTE };
    await inWorld({ ...OPTIONS, jobs: { job: { ...HOURLY, pause } } }, async (world) => {
      expect(await shownJob(world)).toMatchObject({ next: hours(1, 2, 3), paused: null });
    });
  });
});

describe("its pauses", () => {
  it("a new one ends the one in force", async () => {
    await inWorld(OPTIONS, async (world) => {
      await send(world, "/jobs/job/pause", { reason: "first" });
      await world.time.runUntil(START + 10 * MINUTE);
      await send(world, "/jobs/job/pause", { reason: "second", until: "2026-11-23T02:00:00Z" });
      const shown = await shownJob(world);
      const second = { reason: "second", until: hours(2)[0], by: "ERIFY_CRON_TOKEN" };
      expect(shown).toMatchObject({
        paused: second,
        pauses: [second, { reason: "first", since: hours(0)[0], resumedBy: "ERIFY_CRON_TOKEN" }],
      });
      await world.time.runUntil(START + 2 * HOUR);
      expect(await shownJob(world)).toMatchObject({ paused: null });
    });
  });

  it("the last 20 are remembered, the newest first", async () => {
    await inWorld(OPTIONS, async (world) => {
      for (let number = 1; number <= 25; number += 1) {
        await world.ledger().pause({ job: "job", reason: String(number), until: null, by: "SOMEONE" });
      }
      const { pauses } = (await shownJob(world)) as { pauses: ReadonlyArray<{ reason: string }> };
      const want = Array.from({ length: 20 }, (_, index) => String(25 - index));
      expect(pauses.map(({ reason }) => reason)).toEqual(want);
    });
  });

  it.each([
    { length: 500, status: 200 },
    { length: 501, status: 400 },
  ])("a reason of $length characters: $status", async ({ length, status }) => {
    await inWorld(OPTIONS, async (world) => {
      expect(await send(world, "/jobs/job/pause", { reason: "x".repeat(length) })).toMatchObject({ status });
    });
  });
});

it("what the file pauses can't be resumed", async () => {
  const jobs = { job: { ...HOURLY, pause: { reason: "it moves" } } };
  await inWorld({ ...OPTIONS, jobs }, async (world) => {
    expect(await send(world, "/jobs/job/resume", {})).toMatchObject({
      status: 409,
      body: {
        error: "There is nothing to resume: schedules.yaml pauses it: take `pause` out there, and deploy",
      },
    });
  });
});

it("a job without a schedule makes the environment's health no worse", async () => {
  const jobs = { job: HOURLY, byHand: { schedule: [] } };
  await inWorld({ ...OPTIONS, jobs }, async (world) => {
    expect((await get(world, "/health")).body).toMatchObject({
      checks: { schedule: "degraded: watched for less than 30 min: job" },
    });
  });
});

describe("GET /runs", () => {
  it("is 50 runs where nobody says how many", async () => {
    const jobs = { job: { schedule: [{ cron: "* * * * *" }] } };
    await inWorld({ jobs, environment: { triggers: { "* * * * *": ["job"] } } }, async (world) => {
      await world.runCron(START + HOUR);
      const { body } = await get(world, "/runs");
      expect(body["runs"]).toHaveLength(50);
      const next = await get(world, String(body["next"]));
      expect(next.body["runs"]).toHaveLength(10);
    });
  });

  it("of an empty history is empty, and has no next page", async () => {
    await inWorld({ ...OPTIONS, environment: { triggers: {} } }, async (world) => {
      const { status, body } = await get(world, "/runs");
      expect(status).toBe(200);
      expect(body).toMatchObject({ runs: [], before: null });
      expect(body).not.toHaveProperty("next");
    });
  });

  it.each([
    { limit: 200, status: 200 },
    { limit: 201, status: 400 },
    { limit: 1, status: 200 },
    { limit: -1, status: 400 },
  ])("with a limit of $limit: $status", async ({ limit, status }) => {
    await inWorld(OPTIONS, async (world) => {
      expect(await get(world, `/runs?limit=${limit}`)).toMatchObject({ status });
    });
  });
});

describe("GET /metrics", () => {
  it("is 1 for what is so, and 0 for what is not", async () => {
    // The first job's run is missed, and its lock is held for an hour.
    const jobs = {
      late: { ...HOURLY, lock: "import", catchUp: { withinMs: HOUR, runs: "latest" } },
      holder: { schedule: [], lock: "import", completion: { withinMs: HOUR } },
      paused: { ...HOURLY, pause: { reason: "it moves" } },
    } as const;
    const options = {
      jobs,
      environment: { triggers: {} },
      behave: always(202, 200),
      from: START - 40 * MINUTE,
    };
    await inWorld(options, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START - MINUTE);
      await send(world, "/trigger", { job: "holder" });
      await world.time.runUntil(START + 5 * MINUTE);
      const text = await (await world.request("/metrics")).text();
      const valueOf = (name: string, job: string): string | undefined =>
        new RegExp(`^${name}\\{environment="test",job="${job}"\\} (.*)$`, "m").exec(text)?.[1];
      const tell = (name: string): Array<string | undefined> =>
        Object.keys(jobs).map((job) => valueOf(name, job));
      expect(tell("cron_overdue")).toEqual(["1", "0", "0"]);
      expect(tell("cron_missing")).toEqual(["1", "0", "0"]);
      expect(tell("cron_failing")).toEqual(["0", "0", "0"]);
      expect(tell("cron_paused")).toEqual(["0", "0", "1"]);
      expect(tell("cron_last_success_timestamp_seconds")).toEqual([undefined, undefined, undefined]);
      expect(valueOf("cron_settled_timestamp_seconds", "paused")).toBe(String(START / 1000));
    });
  });
});
