/** What a tick tells the ledger late, or can't tell: longer leases, acceptances, results. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import {
  complete,
  completeNow,
  EACH_HOUR,
  LONG,
  OPTIONS,
  RUN,
  startsOf,
  textsOf,
  forLong,
} from "./completion-kit.ts";
import { history, SLACK } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START } from "./world.ts";

const ENVIRONMENT = { triggers: { [EACH_HOUR]: ["job"] } };

/** The first attempt is to be made again after 5 minutes. */
const inFiveMinutes = ({ attempt }: ReceivedCall): Behaviour =>
  attempt === 1 ? { status: 503, takesMs: 200, retryAfter: "300" } : { status: 200, takesMs: 200 };

// The lease is of 153 s: three attempts of 30 s, waits of 1 s and 2 s, and 60 s.
describe("a wait that outlasts the lease", () => {
  const job = { schedule: [{ cron: EACH_HOUR }], notify: { slack: SLACK } };

  it("is waited where the ledger gives a longer one", async () => {
    await inWorld({ jobs: { job }, environment: ENVIRONMENT, behave: inFiveMinutes }, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["job", 10],
        ["job", 310.2],
      ]);
      expect(world.calls.get("renew")).toBe(1);
      expect(await history(world)).toMatchObject([{ status: "succeeded", events: [] }]);
    });
  });

  it("ends the run as failed where it does not", async () => {
    await inWorld({ jobs: { job }, environment: ENVIRONMENT, behave: inFiveMinutes }, async (world) => {
      world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
      world.time.at(START + 20_000, () => world.setMood("well"));
      await world.runCron(START + 10 * MINUTE);
      expect(startsOf(world)).toEqual([["job", 10]]);
      expect(await history(world)).toMatchObject([
        {
          status: "failed",
          error:
            "the backend answered 503; the wait of 5 min outlasts the run's lease, and the ledger did not renew it",
        },
      ]);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: job"]);
    });
  });
});

describe("a longer lease", () => {
  it("is given to the execution that has the run, and to no other", async () => {
    const jobs = { long: { schedule: LONG.schedule }, other: { schedule: LONG.schedule } };
    const environment = { triggers: { [EACH_HOUR]: ["long", "other"] }, concurrency: 2 };
    await inWorld({ jobs, environment, behave: always(200, 25_000) }, async (world) => {
      await world.runCron(START + 15_000);
      const leaseUntil = START + HOUR;
      const of = async (job: string): Promise<{ runId: string; correlationId: string }> => {
        const runId = `test:${job}:20261123T0000Z`;
        return { runId, correlationId: (await world.ledger().run(runId))?.correlationId ?? "" };
      };
      const [long, other] = [await of("long"), await of("other")];
      const strange = { ...long, correlationId: "another" };
      expect(await world.ledger().renew({ ...strange, leaseUntil })).toBe(false);
      expect(await world.ledger().renew({ ...other, runId: long.runId, leaseUntil })).toBe(false);
      expect(await world.ledger().renew({ ...other, leaseUntil })).toBe(true);
      world.kill();
      await world.time.runUntil(START + HOUR - 1);
      expect(await history(world)).toMatchObject([
        { job: "long", status: "lost" },
        { job: "other", status: "running" },
      ]);
      await world.time.runUntil(leaseUntil);
      expect(await history(world, "other")).toMatchObject([{ status: "lost", endedAt: leaseUntil }]);
    });
  });
});

describe("an acceptance", () => {
  it("that is told when its time is over changes nothing: the run is lost, once", async () => {
    const jobs = { long: { ...LONG, completion: { withinMs: MINUTE } } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
      await world.runCron(START + 5 * MINUTE);
      world.setMood("well");
      await world.runCron(START + 10 * MINUTE);
      expect(await history(world)).toMatchObject([
        { status: "lost", error: expect.stringContaining("no result came by 2026-11-23T00:02:43.000Z") },
      ]);
      expect((await world.ledger().standing()).jobs[0]?.totals).toMatchObject({ lost: 1, runs: { lost: 1 } });
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long"]);
    });
  });

  it("is answered by whether the run goes on", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + MINUTE);
      const { correlationId = "" } = (await world.ledger().run(RUN)) ?? {};
      const of = { job: "long", tick: "t", trigger: "cron", scheduledTime: START, attempts: [] } as const;
      const accepted = { ...of, acceptedAt: START + 10_200 };
      const request = { runId: RUN, correlationId, leaseUntil: START + HOUR, accepted };
      const before = await world.ledger().run(RUN);
      // Told again.
      expect(await world.ledger().renew(request)).toBe(true);
      expect(await world.ledger().run(RUN)).toEqual(before);
      completeNow(world, "succeeded");
      expect(await world.ledger().renew(request)).toBe(false);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "succeeded" });
      const unknown = { ...request, runId: "test:long:20261123T0500Z" };
      expect(await world.ledger().renew({ ...unknown, leaseUntil: START })).toBe(false);
      const elsewhere = { ...accepted, scheduledTime: START + 5 * HOUR };
      expect(await world.ledger().renew({ ...unknown, accepted: elsewhere })).toBe(true);
    });
  });

  it("of a run that was lost: its lock is held, and it is one run in the history", async () => {
    const jobs = { long: { ...LONG, lock: "import" } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
      await world.runCron(START + 5 * MINUTE);
      world.setMood("well");
      await world.runCron(START + 6 * MINUTE);
      const run = { job: "long", runId: "test:long:manual-1", scheduledTime: START, correlationId: "c-1" };
      const [verdict] = await world.ledger().trigger({ tick: "t", by: "SOMEONE", runs: [run] });
      expect(verdict).toMatchObject({
        verdict: "skipped",
        why: `its lock import is held by ${RUN} since 2026-11-23T00:00:10.000Z`,
      });
      await complete(world, "succeeded");
      const [counted] = world.sql
        .exec<{ kept: number }>("SELECT state ->> 'kept' AS kept FROM jobs WHERE job = 'long'")
        .toArray();
      expect(counted?.kept).toBe((await history(world)).length);
      expect((await history(world)).map(({ status }) => status).toSorted()).toEqual(["skipped", "succeeded"]);
    });
  });
});

describe("jobs of one tick that share a lock which the backend holds", () => {
  it("run beside it where they allow that", async () => {
    const lock = "import";
    const jobs = {
      long: { ...LONG, lock },
      beside: { schedule: LONG.schedule, lock, overlap: "allow" },
      waits: { schedule: LONG.schedule, lock },
    } as const;
    const environment = { triggers: { [EACH_HOUR]: Object.keys(jobs) } };
    await inWorld({ jobs, environment, behave: forLong(202) }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["beside", 10.2],
      ]);
      expect(await history(world, "waits")).toMatchObject([
        { status: "deferred", error: `its lock import is held by ${RUN}, which the backend works on` },
      ]);
    });
  });
});

describe("a result that can't be told", () => {
  it("is told again after 1, 2, 4, 8 and 16 s, then every 30 s, until the tick's end", async () => {
    const job = { schedule: [{ cron: EACH_HOUR }], notify: { slack: SLACK } };
    await inWorld({ jobs: { job }, environment: ENVIRONMENT, behave: always(400, 0) }, async (world) => {
      world.once("after", "claim", () => world.setMood("throws"));
      await world.runCron(START + 20 * MINUTE);
      const at = world.lines
        .filter(({ message }) => message.includes("the run's result"))
        .map(({ timestamp, level }) => [level, (Date.parse(String(timestamp)) - START - 10_000) / 1000]);
      expect(at.slice(0, 8)).toEqual([0, 1, 3, 7, 15, 31, 61, 91].map((second) => ["WARN", second]));
      // The tick ends 14 min 25 s after it began, but for 5 s in which it says what it could not tell.
      const [level, lastAt] = at.at(-1) ?? [];
      expect(level).toBe("ERROR");
      expect(lastAt).toBeLessThanOrEqual(14 * 60 + 25);
      expect(lastAt).toBeGreaterThan(14 * 60 + 25 - 30);
      expect(at.filter(([each]) => each === "ERROR")).toHaveLength(1);
      // The ledger never heard that it failed.
      expect(textsOf(world)).toContain("🔴 test: 1 job failed: job");
    });
  });
});

describe("a run that was lost before its answer was told", () => {
  it("is the backend's to complete", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("before", "renew", () => world.kill("ticks"));
      await world.runCron(START + 5 * MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "lost", attempts: [] });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await history(world)).toMatchObject([
        { status: "succeeded", startedAt: null, events: [{ status: "lost" }, { status: "succeeded" }] },
      ]);
    });
  });

  it.each(["tick", "hand"])("holds its lock no longer, though no alarm has rung: by %s", async (by) => {
    const job = { schedule: [{ cron: EACH_HOUR }], lock: "import" };
    await inWorld({ jobs: { job }, environment: ENVIRONMENT, behave: always(200, 20_000) }, async (world) => {
      world.time.at(START + 15_000, () => {
        world.kill("ticks");
        world.setMood("refuses writes");
      });
      await world.time.runUntil(START + 5_000);
      void world.deliver(EACH_HOUR, START);
      await world.time.runUntil(START + HOUR);
      world.setMood("well");
      if (by === "tick") void world.deliver(EACH_HOUR, START + HOUR);
      else {
        const run = { job: "job", runId: "test:job:manual-1", scheduledTime: null, correlationId: "c-1" };
        await world.ledger().trigger({ tick: "t", by: "SOMEONE", runs: [run] });
      }
      await world.time.runUntil(START + HOUR + MINUTE);
      expect((await history(world)).map(({ status }) => status)).toEqual(["lost", "succeeded"]);
    });
  });
});
