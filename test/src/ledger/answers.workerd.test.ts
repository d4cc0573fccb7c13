/** What the ledger answers, what asking costs, and what a minute is settled by. */
import { describe, expect, it } from "vitest";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { EACH_HOUR, send } from "./completion-kit.ts";
import { HOUR, inWorld, MINUTE, START } from "./world.ts";

const HOURLY = { schedule: [{ cron: EACH_HOUR }] };
/** The long run takes 4 minutes. */
const longAndShort = ({ job }: ReceivedCall): Behaviour => ({
  status: 200,
  takesMs: job === "long" ? 4 * MINUTE : 200,
});

const byHand = (
  job: string,
): { job: string; runId: string; scheduledTime: number; correlationId: string } => ({
  job,
  runId: `test:${job}:manual-1`,
  scheduledTime: START,
  correlationId: crypto.randomUUID(),
});

describe("the results of runs by hand", () => {
  it("are there when these runs have ended, whatever else is under way", async () => {
    const jobs = { long: { ...HOURLY, timeoutMs: 5 * MINUTE }, short: { schedule: [] } };
    const environment = { triggers: { [EACH_HOUR]: ["long"] } };
    await inWorld({ jobs, environment, behave: longAndShort }, async (world) => {
      await world.runCron(START + MINUTE);
      const { status } = await send(world, "/trigger", { job: "short" });
      expect(status).toBe(200);
      expect(world.time.now() - START - MINUTE).toBeLessThan(2_000);
    });
  });

  it("are those of the runs that are known", async () => {
    await inWorld({ jobs: { job: HOURLY }, environment: { triggers: {} } }, async (world) => {
      const pending = world.ledger().results(["test:job:20261122T0000Z", "nonsense"], 1_000);
      await world.time.runUntil(START + 1_000);
      expect(await pending).toEqual([]);
    });
  });
});

it("a job that the ledger's release does not know is not run by hand, and it says so", async () => {
  await inWorld({ jobs: { job: HOURLY }, environment: { triggers: {} } }, async (world) => {
    const run = byHand("ofTomorrow");
    expect(await world.ledger().trigger({ tick: "t", by: "SOMEONE", runs: [run] })).toEqual([
      {
        verdict: "refused",
        runId: run.runId,
        why: "the ledger's release does not know this job yet: try again in a minute",
      },
    ]);
    await world.time.runUntil(START + MINUTE);
    expect(world.backend.received).toEqual([]);
  });
});

it("asking how the jobs stand, what ran and what a run came to writes nothing", async () => {
  await inWorld(
    { jobs: { job: HOURLY }, environment: { triggers: { [EACH_HOUR]: ["job"] } } },
    async (world) => {
      await world.runCron(START + 10 * MINUTE);
      await world.ledger().standing();
      const rows = world.rowsWritten();
      await world.ledger().standing();
      await world.ledger().runs({ limit: 10 });
      await world.ledger().run("test:job:20261123T0000Z");
      expect(world.rowsWritten()).toBe(rows);
    },
  );
});

describe("a minute that the ledger knows nothing of", () => {
  it("is missed, though the job was run by hand in it", async () => {
    const job = { ...HOURLY, catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    await inWorld({ jobs: { job }, environment: { triggers: {} }, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 20_000);
      const { body } = await send(world, "/trigger", { job: "job" });
      expect(body["runs"]).toMatchObject([
        { status: "succeeded", scheduledTime: "2026-11-23T00:00:00.000Z" },
      ]);
      await world.time.runUntil(START + 10 * MINUTE);
      expect(await world.ledger().run("test:job:20261123T0000Z")).toMatchObject({
        status: "succeeded",
        trigger: "catch-up",
        events: [{ status: "missed" }],
      });
    });
  });
});

describe("a deploy that ends the pause of the file", () => {
  it("makes nothing up of the minute before it, though its tick did not come", async () => {
    const job = { ...HOURLY, catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    const environment = { triggers: { [EACH_HOUR]: ["job"] } };
    const paused = { ...job, pause: { reason: "it moves" } };
    await inWorld({ jobs: { job: paused }, environment, from: START - HOUR }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 30_000);
      world.deploy({ job }, environment);
      await world.ledger().standing();
      await world.time.runUntil(START + 30 * MINUTE);
      expect(world.backend.received).toEqual([]);
    });
  });
});
