/** A run that was missed and waits to be made up: what else may become of it meanwhile. */
import { describe, expect, it } from "vitest";
import { completeNow, send, startsOf } from "./completion-kit.ts";
import { history } from "./kit.ts";
import { A, answering, holdLock, MISSED, OPTIONS, RUN, startsOfA } from "./owed-kit.ts";
import { HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

/**
 * The tick of 00:00 finds no ledger, so it runs `a` at 00:00:10, and can tell its result only after 00:04. The ledger finds
 * at 00:02 that the minute was missed, and can't make it up, as its lock is held.
 */
async function missAndRunAllTheSame(world: World): Promise<{ freeLock: () => void }> {
  const freeLock = await holdLock(world);
  world.time.at(START, () => world.setMood("throws"));
  world.time.at(START + 4 * MINUTE, () => world.setMood("well"));
  await world.runCron(START + 4 * MINUTE);
  expect(await world.ledger().run(RUN)).toMatchObject({ status: "missed", endedAt: null });
  await world.runCron(START + 6 * MINUTE);
  return { freeLock };
}

describe("a run that is to be made up, and that a tick has run without the ledger", () => {
  it("has succeeded: it is not made up", async () => {
    await inWorld({ ...OPTIONS, behave: answering() }, async (world) => {
      const { freeLock } = await missAndRunAllTheSame(world);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "succeeded",
        trigger: "cron",
        by: null,
        claimedAt: START + 2 * MINUTE,
        startedAt: START + 10_000,
        events: [MISSED],
      });
      freeLock();
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOfA(world)).toEqual([10]);
      expect((await history(world, "a")).map(({ runId }) => runId)).toEqual([RUN]);
    });
  });

  it("has failed: it is made up", async () => {
    const behave = answering({ status: 400, takesMs: 200 }, { status: 200, takesMs: 200 });
    await inWorld({ ...OPTIONS, behave }, async (world) => {
      const { freeLock } = await missAndRunAllTheSame(world);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "missed", endedAt: null });
      freeLock();
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOfA(world)).toEqual([10, 6 * 60]);
      expect(await history(world, "a")).toMatchObject([
        { status: "succeeded", trigger: "catch-up", events: [MISSED] },
      ]);
    });
  });

  it("has been accepted: it goes on, and is not made up", async () => {
    const jobs = { ...OPTIONS.jobs, a: { ...A, completion: { withinMs: 40 * MINUTE } } };
    await inWorld({ ...OPTIONS, jobs, behave: answering({ status: 202, takesMs: 200 }) }, async (world) => {
      const { freeLock } = await missAndRunAllTheSame(world);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "running",
        trigger: "cron",
        by: null,
        claimedAt: START + 2 * MINUTE,
        acceptedAt: START + 10_200,
        events: [MISSED, { status: "running" }],
        attempts: [{ attempt: 1 }],
      });
      freeLock();
      await world.time.runUntil(START + 20 * MINUTE);
      completeNow(world, "succeeded", RUN);
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOfA(world)).toEqual([10]);
      expect(await history(world, "a")).toMatchObject([
        { status: "succeeded", endedAt: START + 20 * MINUTE },
      ]);
    });
  });

  it("has been completed: it is not made up, though its lock is free", async () => {
    const jobs = { ...OPTIONS.jobs, a: { ...A, completion: { withinMs: HOUR } } };
    await inWorld({ ...OPTIONS, jobs, behave: answering({ status: 200, takesMs: 200 }) }, async (world) => {
      const freeLock = await holdLock(world);
      await world.runCron(START + 5 * MINUTE, { drop: () => true });
      completeNow(world, "succeeded", RUN);
      freeLock();
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOfA(world)).toEqual([]);
      expect(await history(world, "a")).toMatchObject([{ status: "succeeded", events: [MISSED, {}] }]);
    });
  });
});

describe("a run that is to be made up by hand", () => {
  it("is run once, though its job is paused, and remembers that it was missed", async () => {
    await inWorld({ ...OPTIONS, behave: answering() }, async (world) => {
      await world.ledger().standing();
      const request = { job: "a", until: null, reason: "the backend moves", by: "SOMEONE" };
      world.time.at(START + 90_000, () => void world.ledger().pause(request));
      await world.runCron(START + 5 * MINUTE, { drop: () => true });
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "missed", endedAt: null });
      const { status } = await send(world, "/trigger", { job: "a", scheduledTime: "2026-11-23T00:00:00Z" });
      expect(status).toBe(200);
      await world.ledger().resume("a", "SOMEONE");
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOfA(world)).toEqual([5 * 60]);
      expect(await history(world, "a")).toMatchObject([
        { runId: RUN, status: "succeeded", trigger: "manual", by: "ERIFY_CRON_TOKEN", events: [MISSED] },
      ]);
    });
  });

  it("is run again where the history knows it, though its job has another schedule by now", async () => {
    const behave = answering({ status: 400, takesMs: 200 }, { status: 200, takesMs: 200 });
    await inWorld({ ...OPTIONS, behave }, async (world) => {
      await world.runCron(START + MINUTE);
      world.deploy(
        { a: { ...A, schedule: [{ cron: "30 * * * *" }] } },
        { triggers: { "30 * * * *": ["a"] } },
      );
      const backfill = (scheduledTime: string) => send(world, "/trigger", { job: "a", scheduledTime });
      expect((await backfill("2026-11-22T23:00:00Z")).status).toBe(409);
      expect((await backfill("2026-11-23T00:00:00Z")).status).toBe(200);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "succeeded", trigger: "manual" });
    });
  });
});

it("a deferral that is told when the run was taken for lost changes nothing", async () => {
  const a = { schedule: A.schedule, deadlineMs: HOUR };
  const behave = answering({ status: 503, takesMs: 200, retryAfter: "1200" });
  await inWorld({ ...OPTIONS, jobs: { a }, behave, from: START }, async (world) => {
    world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
    await world.runCron(START + 4 * MINUTE);
    world.setMood("well");
    await world.runCron(START + 40 * MINUTE);
    expect(await history(world)).toMatchObject([
      { status: "lost", error: expect.stringContaining("no result came by 2026-11-23T00:02:43.000Z") },
    ]);
    expect(startsOf(world)).toEqual([["a", 10]]);
  });
});
