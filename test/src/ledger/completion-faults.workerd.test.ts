/** What the backend has accepted stands in nobody's way; and what breaks while it works. */
import { describe, expect, it } from "vitest";
import {
  EACH_HOUR,
  LONG,
  OPTIONS,
  RUN,
  NEXT,
  ACCEPTED,
  send,
  complete,
  completeNow,
  forLong,
  startsOf,
  statusOf,
} from "./completion-kit.ts";
import { history, SLACK } from "./kit.ts";
import { report } from "./report.ts";
import { HOUR, inWorld, MINUTE, START } from "./world.ts";

describe("what the backend works on", () => {
  it("does not keep back the alerts of the other jobs of its tick", async () => {
    const jobs = { long: LONG, b: { schedule: LONG.schedule, notify: { slack: SLACK } } };
    const environment = { triggers: { [EACH_HOUR]: ["long", "b"] } };
    await inWorld({ jobs, environment, behave: forLong(202, 400) }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      expect(world.slack).toEqual([{ at: START + 10_400, text: "🔴 test: 1 job failed: b" }]);
    });
  });

  it("does not keep back the catch-ups of other jobs", async () => {
    const catchUp = { withinMs: HOUR, runs: "latest" } as const;
    const jobs = { long: { ...LONG, catchUp }, b: { schedule: [{ cron: "5 * * * *" }], catchUp } };
    const options = { jobs, environment: { triggers: {}, concurrency: 1 }, behave: OPTIONS.behave };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 20 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 120],
        ["b", 420],
      ]);
    });
  });

  // The list of what is under way is written once more. When the lease's end is what comes next, the alarm was set to that.
  const costs = [
    { minutes: 12, rows: 1 },
    { minutes: 27, rows: 2 },
  ];
  it.each(costs)(
    "for $minutes min costs $rows rows more, and no alarm rings for it",
    async ({ minutes, rows: more }) => {
      const five = { schedule: [{ cron: "*/5 * * * *" }] };
      const triggers = { "*/5 * * * *": ["five"], [EACH_HOUR]: ["long"] };
      const measure = async (status: number): Promise<Readonly<Record<string, number>>> => {
        const measured = { rows: 0, rings: 0 };
        const jobs = { five, long: LONG };
        await inWorld({ jobs, environment: { triggers }, behave: forLong(status) }, async (world) => {
          for (const [at, runId] of [
            [START, RUN],
            [START + HOUR, NEXT],
          ] as const) {
            world.time.at(at + minutes * MINUTE, () => completeNow(world, "succeeded", runId));
          }
          await world.runCron(START + 59 * MINUTE);
          const [rows, rings] = [world.rowsWritten(), world.rings()];
          await world.runCron(START + HOUR + 59 * MINUTE);
          expect(await statusOf(world, NEXT)).toBe("succeeded");
          measured.rows = world.rowsWritten() - rows;
          measured.rings = world.rings() - rings;
        });
        return measured;
      };
      const [without, withIt] = [await measure(200), await measure(202)];
      report(`a run of ${minutes} min, beside one every 5 min`, { without, withIt });
      expect(withIt).toEqual({ rows: (without["rows"] ?? 0) + more, rings: without["rings"] });
    },
  );
});

describe("what breaks", () => {
  it("the object, while the backend works: the run is there after its restart", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      world.kill("object");
      await world.runCron(START + 10 * MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "running",
        acceptedAt: ACCEPTED,
        completeBy: ACCEPTED + 30 * MINUTE,
      });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      world.kill("object");
      expect(await history(world)).toMatchObject([{ status: "succeeded" }]);
      expect((await world.ledger().standing()).jobs[0]?.totals.runs).toEqual({ succeeded: 1 });
    });
  });

  it("everything, between the 202 and its record: lost with the tick's lease, and made up under its key", async () => {
    const long = { ...LONG, catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    await inWorld({ ...OPTIONS, jobs: { long } }, async (world) => {
      world.once("before", "renew", () => world.kill());
      await world.runCron(START + 5 * MINUTE);
      // Three attempts of 30 s, waits of 1 s and 2 s, and 60 s.
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["long", 163],
      ]);
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(world.backend.effects.get(RUN)).toBe(1);
    });
  });

  it.each(["throws", "hangs"] as const)(
    "the ledger %s: a completion is answered 503, and told again",
    async (mood) => {
      await inWorld(OPTIONS, async (world) => {
        await world.runCron(START + 5 * MINUTE);
        world.setMood(mood);
        expect(await complete(world, "succeeded")).toMatchObject({ status: 503, retryAfter: "30" });
        world.setMood("well");
        expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      });
    },
  );

  it("the ledger, from the claim on: what was accepted is told until it takes it, though the run is lost by then", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
      await world.runCron(START + 8 * MINUTE);
      world.setMood("well");
      await world.time.runUntil(START + 8 * MINUTE);
      expect(await statusOf(world)).toBe("lost");
      await world.runCron(START + 9 * MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "running",
        completeBy: ACCEPTED + 30 * MINUTE,
      });
      world.kill("object");
      expect(await statusOf(world)).toBe("running");
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await history(world)).toMatchObject([
        { status: "succeeded", events: [{ status: "lost" }, { status: "running" }, { status: "succeeded" }] },
      ]);
    });
  });

  it("the ledger, at the claim: what is accepted is under way as soon as it answers", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.ledger().standing();
      world.setMood("throws");
      await world.runCron(START + 15_000);
      world.setMood("well");
      await world.time.runUntil(START + MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "running",
        trigger: "cron",
        acceptedAt: ACCEPTED,
      });
      const held = await send(world, "/trigger", { job: "long" });
      expect(held).toMatchObject({ status: 409, body: { runs: [{ status: "skipped" }] } });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "succeeded",
        attempts: [{ attempt: 1 }],
      });
    });
  });

  it("a slow ledger, which is told twice: it is accepted once", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("after", "claim", () => world.setMood("slow"));
      world.time.at(START + 20_000, () => world.setMood("well"));
      await world.runCron(START + 5 * MINUTE);
      expect(world.calls.get("renew")).toBeGreaterThan(1);
      expect(await world.ledger().run(RUN)).toMatchObject({
        events: [{ status: "running" }],
        attempts: [{}],
      });
    });
  });
});

describe("an object of the release before", () => {
  it("takes an acceptance for a longer lease, and a completion is told again until it knows what that is", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setMood("0.1.0");
      await world.runCron(START + 4 * MINUTE);
      expect(await statusOf(world)).toBe("running");
      expect(await complete(world, "succeeded")).toMatchObject({ status: 503, retryAfter: "30" });
      world.setMood("well");
      world.kill("object");
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
    });
  });
});
