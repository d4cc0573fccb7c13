/** When a run that was missed is made up, and when not: pauses, a job that is switched off, its time, and the others. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import { EACH_HOUR, startsOf, textsOf } from "./completion-kit.ts";
import { history } from "./kit.ts";
import { A, answering, holdLock, HOLDER, LATEST, OPTIONS, RUN, startsOfA } from "./owed-kit.ts";
import { HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

/** The run of 00:00 is missed, and its job is paused before it can be made up. */
const pauseFor = async (until: number, check: (world: World) => Promise<void>): Promise<void> =>
  inWorld({ ...OPTIONS, behave: answering() }, async (world) => {
    await world.ledger().standing();
    const request = { job: "a", until: START + until, reason: "the backend moves", by: "SOMEONE" };
    world.time.at(START + 90_000, () => void world.ledger().pause(request));
    await world.runCron(START + HOUR - MINUTE, { drop: () => true });
    await check(world);
  });

describe("a run that is to be made up, and whose job is paused", () => {
  it("waits for the end of the pause", async () => {
    await pauseFor(20 * MINUTE, async (world) => {
      const [startedAt, ...others] = startsOfA(world);
      expect(others).toEqual([]);
      // The second clock looks at least every 15 minutes.
      expect(startedAt).toBeGreaterThanOrEqual(20 * 60);
      expect(startedAt).toBeLessThanOrEqual(35 * 60);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "succeeded", trigger: "catch-up" });
    });
  });

  it("ends as missed when its time is over", async () => {
    await pauseFor(3 * HOUR, async (world) => {
      await world.time.runUntil(START + HOUR + 20 * MINUTE);
      expect(startsOfA(world)).toEqual([]);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "missed",
        endedAt: expect.any(Number),
        error: "no tick reached the ledger within 2 min; there was no time left to make it up",
      });
      // It was told when it was missed.
      expect(textsOf(world)).toEqual([]);
    });
  });
});

it("a run that is to be made up is not when its job is switched off", async () => {
  await inWorld({ ...OPTIONS, behave: answering() }, async (world) => {
    const freeLock = await holdLock(world);
    await world.runCron(START + 5 * MINUTE, { drop: () => true });
    world.deploy({ a: { ...A, enabled: false }, holder: HOLDER }, { triggers: {} });
    await world.ledger().standing();
    freeLock();
    await world.time.runUntil(START + 59 * MINUTE);
    expect(startsOfA(world)).toEqual([]);
    expect(await history(world, "a")).toMatchObject([{ status: "missed", endedAt: expect.any(Number) }]);
  });
});

it("of several jobs the oldest run is made up first, whatever their order in the file", async () => {
  const later = { schedule: [{ cron: "10 * * * *" }], catchUp: LATEST };
  const earlier = { schedule: [{ cron: "5 * * * *" }], catchUp: LATEST };
  const environment = { triggers: {}, concurrency: 1 };
  await inWorld({ jobs: { later, earlier }, environment }, async (world) => {
    await world.ledger().standing();
    // Nothing wakes the object until both are missed.
    world.setMood("refuses writes");
    await world.time.runUntil(START + 20 * MINUTE);
    world.setMood("well");
    await world.ledger().standing();
    await world.time.runUntil(START + 40 * MINUTE);
    expect(world.backend.received.map(({ job }) => job)).toEqual(["earlier", "later"]);
  });
});

it("a tick that comes while its run is to be made up does not run it", async () => {
  await inWorld({ ...OPTIONS, behave: answering() }, async (world) => {
    const freeLock = await holdLock(world);
    await world.runCron(START + 5 * MINUTE, { drop: () => true });
    void world.deliver(EACH_HOUR, START);
    await world.time.runUntil(START + 6 * MINUTE);
    expect(await world.ledger().run(RUN)).toMatchObject({ status: "missed", endedAt: null });
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        message: "Job a is not run again",
        error: "the run is put down to be made up",
      }),
    );
    freeLock();
    await world.time.runUntil(START + 50 * MINUTE);
    expect(startsOfA(world)).toEqual([6 * 60]);
    expect(await history(world, "a")).toMatchObject([{ status: "succeeded", trigger: "catch-up" }]);
  });
});

it("a run is made up at the last instant that catchUp allows, and not after it", async () => {
  for (const [withinMs, want] of [
    [2 * MINUTE, [120]],
    [2 * MINUTE - 1, []],
  ] as const) {
    const a = { schedule: A.schedule, catchUp: { withinMs, runs: "latest" } } as const;
    await inWorld({ ...OPTIONS, jobs: { a } }, async (world) => {
      await world.ledger().standing();
      // The grace of a due minute is two minutes.
      await world.time.runUntil(START + 10 * MINUTE);
      expect(startsOf(world).map(([, at]) => at)).toEqual(want);
    });
  }
});

it("a run that was made up in the place of others says so of each", async () => {
  const job = {
    schedule: [{ cron: "*/5 * * * *" }],
    catchUp: { withinMs: HOUR, runs: "latest" },
  } as const;
  await inWorld({ jobs: { job }, environment: { triggers: {} } }, async (world) => {
    await world.ledger().standing();
    world.setMood("refuses writes");
    await world.time.runUntil(START + 12 * MINUTE);
    world.setMood("well");
    await world.ledger().standing();
    await world.time.runUntil(START + 13 * MINUTE);
    expect(await world.ledger().run("test:job:20261123T0005Z")).toMatchObject({
      status: "superseded",
      error: "the run of 2026-11-23T00:10:00.000Z is made up in its place",
      events: [{ status: "missed", why: "no tick reached the ledger within 2 min" }],
    });
    expect(world.backend.received.map(({ key }) => key)).toEqual(["test:job:20261123T0010Z"]);
  });
});

it.each([
  { concurrency: 1, want: [120, 420, 720, 1020] },
  { concurrency: 2, want: [120, 180, 420, 480] },
])(
  "over all jobs no more are made up at once than concurrency says: $concurrency",
  async ({ concurrency, want }) => {
    const job = { catchUp: LATEST, timeoutMs: 6 * MINUTE, retry: { maxAttempts: 1 } };
    const jobs = Object.fromEntries(
      ["a", "b", "c", "d"].map((name, minute) => [
        name,
        { ...job, schedule: [{ cron: `${minute} * * * *` }] },
      ]),
    );
    // They are missed at 00:02, 00:03, 00:04 and 00:05, and each takes 5 minutes.
    const options = { jobs, environment: { triggers: {}, concurrency }, behave: always(200, 5 * MINUTE) };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 30 * MINUTE);
      expect(startsOf(world).map(([, at]) => at)).toEqual(want);
    });
  },
);
