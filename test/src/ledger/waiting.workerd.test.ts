/** Runs that wait, for their lock or for a later attempt: what they wait for, for how long, and what ends the wait. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { askedLater, completeNow, EACH_HOUR, send, startsOf } from "./completion-kit.ts";
import { history, SLACK } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const SCHEDULE = [{ cron: EACH_HOUR }];
const TRIGGERS = { triggers: { [EACH_HOUR]: ["long"] } };
const RUN = "test:long:20261123T0000Z";

const BY_HAND = "test:long:manual-20261123T0001Z-0a1b2c3d";

/** Asks for a run by hand, and does not wait for what becomes of it. */
async function askForLong(world: World, runId = BY_HAND): Promise<string | undefined> {
  const run = { job: "long", runId, scheduledTime: START + MINUTE, correlationId: crypto.randomUUID() };
  const [verdict] = await world.ledger().trigger({ tick: runId, by: "SOMEONE", runs: [run] });
  return verdict?.verdict;
}

describe("a run by hand that waits for its lock", () => {
  const long = { schedule: SCHEDULE, overlap: "wait", timeoutMs: 10 * MINUTE } as const;

  it("runs when it is free, in a pause too", async () => {
    await inWorld(
      { jobs: { long }, environment: TRIGGERS, behave: always(200, 5 * MINUTE) },
      async (world) => {
        await world.runCron(START + MINUTE);
        expect(await askForLong(world)).toBe("waiting");
        expect(await world.ledger().run(BY_HAND)).toMatchObject({
          status: "deferred",
          error: "it waits until the lock long is free",
        });
        await send(world, "/jobs/long/pause", { reason: "the backend moves" });
        await world.runCron(START + 30 * MINUTE);
        expect(world.backend.received.map(({ trigger, at }) => [trigger, (at - START) / 1000])).toEqual([
          ["cron", 10],
          ["manual", 310],
        ]);
      },
    );
  });

  it("waits an hour, and is skipped then", async () => {
    const jobs = { long: { ...long, completion: { withinMs: 3 * HOUR } } };
    await inWorld({ jobs, environment: { triggers: {} }, behave: always(202, 200) }, async (world) => {
      await askForLong(world, "test:long:manual-first");
      await world.time.runUntil(START + MINUTE);
      await askForLong(world);
      await world.time.runUntil(START + HOUR + MINUTE - 1);
      expect(await world.ledger().run(BY_HAND)).toMatchObject({ status: "deferred" });
      await world.time.runUntil(START + HOUR + MINUTE);
      expect(await world.ledger().run(BY_HAND)).toMatchObject({
        status: "skipped",
        error: "its lock long was not free within 1 h",
      });
    });
  });

  it("behind one that the backend has accepted, of the same call, too", async () => {
    const job = { schedule: [], lock: "import" };
    const jobs = { a: { ...job, completion: { withinMs: 3 * HOUR } }, b: job };
    await inWorld({ jobs, environment: { triggers: {} }, behave: always(202, 200) }, async (world) => {
      const runs = ["a", "b"].map((name) => ({
        job: name,
        runId: `test:${name}:manual-1`,
        scheduledTime: START,
        correlationId: crypto.randomUUID(),
      }));
      await world.ledger().trigger({ tick: "by hand", by: "SOMEONE", runs });
      await world.time.runUntil(START + HOUR - 1);
      expect(await history(world, "b")).toMatchObject([{ status: "deferred" }]);
      await world.time.runUntil(START + HOUR);
      expect(await history(world, "b")).toMatchObject([
        { status: "skipped", error: "its lock import was not free within 1 h" },
      ]);
    });
  });
});

describe("a run of a schedule that waits for its lock", () => {
  it("is skipped when it would be too late", async () => {
    const jobs = {
      long: {
        schedule: [{ cron: "*/5 * * * *" }],
        overlap: "wait",
        timeoutMs: 13 * MINUTE,
        catchUp: { withinMs: 4 * MINUTE, runs: "latest" },
      },
    } as const;
    const environment = { triggers: { "*/5 * * * *": ["long"] } };
    await inWorld({ jobs, environment, behave: always(200, 12 * MINUTE) }, async (world) => {
      await world.runCron(START + 9 * MINUTE + 30_000);
      expect(await world.ledger().run("test:long:20261123T0005Z")).toMatchObject({
        status: "skipped",
        endedAt: START + 9 * MINUTE,
        error: "its lock long was not free within 3 min 50 s",
      });
    });
  });

  it("does not wait behind one that waits for another lock", async () => {
    const wait = { overlap: "wait", timeoutMs: 10 * MINUTE } as const;
    const first = { ...wait, schedule: SCHEDULE };
    const second = { ...wait, schedule: [{ cron: "1 * * * *" }] };
    const jobs = {
      a: { ...first, lock: "x" },
      b: { ...first, lock: "y" },
      c: { ...second, lock: "x" },
      d: { ...second, lock: "y" },
    };
    const environment = { triggers: { [EACH_HOUR]: ["a", "b"], "1 * * * *": ["c", "d"] }, concurrency: 2 };
    await inWorld({ jobs, environment, behave: always(200, 5 * MINUTE) }, async (world) => {
      await world.runCron(START + 12 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["a", 10],
        ["b", 10],
        ["c", 310],
        ["d", 310],
      ]);
    });
  });
});

/** The second attempt is asked for in 20 minutes, and does it. */
const thenWell = ({ attempt }: ReceivedCall): Behaviour =>
  attempt === 1 ? askedLater() : { status: 200, takesMs: 200 };

/** The same, and the other job takes 12 minutes. */
const thenWellBeside = ({ job, attempt }: ReceivedCall): Behaviour =>
  job === "long" && attempt === 1
    ? askedLater()
    : { status: 200, takesMs: job === "beside" ? 12 * MINUTE : 200 };

/** The long run is to go on in 20 minutes, the other fails. */
const deferredOrBad = ({ job }: ReceivedCall): Behaviour =>
  job === "long" ? askedLater() : { status: 400, takesMs: 200 };

/** The long run is to go on in 20 minutes, the other is accepted. */
const deferredOrAccepted = ({ job }: ReceivedCall): Behaviour =>
  job === "long" ? askedLater() : { status: 202, takesMs: 200 };

describe("a run that goes on later", () => {
  const long = { schedule: SCHEDULE, deadlineMs: HOUR, notify: { slack: SLACK } };
  /** Its second attempt is asked for 20 minutes after the first, which is answered at 00:00:10.200. */
  const SECOND_AT = START + 20 * MINUTE + 10_200;
  const OPTIONS = { jobs: { long }, environment: TRIGGERS, behave: askedLater } satisfies WorldOptions;
  const other = { other: { schedule: [] } };

  it("is dropped 15 minutes later where a deploy has taken its job away, and nobody is alerted", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      world.deploy(other, { triggers: {} });
      await world.ledger().standing();
      await world.time.runUntil(SECOND_AT + 15 * MINUTE - 1);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "deferred" });
      await world.time.runUntil(SECOND_AT + 15 * MINUTE);
      expect(await history(world)).toMatchObject([
        {
          status: "dropped",
          endedAt: SECOND_AT + 15 * MINUTE,
          error: "its job is no longer in schedules.yaml",
          attempts: [{ attempt: 1, startedAt: START + 10_000 }],
        },
      ]);
      await world.time.runUntil(START + 2 * HOUR);
      expect(startsOf(world)).toEqual([["long", 10]]);
      expect(world.slack).toEqual([]);
    });
  });

  it("has failed at its deadline where its lock has not been free", async () => {
    const beside = { schedule: [], lock: "long", completion: { withinMs: 3 * HOUR } };
    await inWorld({ ...OPTIONS, jobs: { long, beside }, behave: deferredOrAccepted }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      // One that may run beside others takes the lock meanwhile.
      world.deploy({ long, beside: { ...beside, overlap: "allow" } }, TRIGGERS);
      await world.request("/trigger", { method: "POST", body: '{"job": "beside"}' });
      await world.time.runUntil(SECOND_AT + MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "deferred",
        error: expect.stringMatching(/; it goes on when its lock long is free$/),
      });
      await world.time.runUntil(START + 2 * HOUR);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "failed",
        // The deadline is an hour after its first attempt.
        endedAt: START + HOUR + 10_000,
        error: expect.stringMatching(/; its lock long was not free before the run's deadline$/),
        attempts: [{ attempt: 1 }],
      });
    });
  });

  it("goes on where its job is back by then", async () => {
    await inWorld({ ...OPTIONS, behave: thenWell }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      world.deploy(other, { triggers: {} });
      await world.ledger().standing();
      await world.time.runUntil(START + 30 * MINUTE);
      world.deploy({ long }, TRIGGERS);
      await world.ledger().standing();
      await world.time.runUntil(START + 31 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["long", 30 * 60],
      ]);
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "cron" }]);
    });
  });

  it("is not kept back by a run that holds another lock", async () => {
    const beside = { schedule: [{ cron: "15 * * * *" }], timeoutMs: 13 * MINUTE };
    const environment = { triggers: { ...TRIGGERS.triggers, "15 * * * *": ["beside"] } };
    await inWorld({ jobs: { long, beside }, environment, behave: thenWellBeside }, async (world) => {
      await world.runCron(START + 26 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["beside", 15 * 60 + 10],
        ["long", (SECOND_AT - START) / 1000],
      ]);
    });
  });

  it("gets no longer lease: nobody executes it", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      const { correlationId = "" } = (await world.ledger().run(RUN)) ?? {};
      const leaseUntil = START + HOUR;
      expect(await world.ledger().renew({ runId: RUN, correlationId, leaseUntil })).toBe(false);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "deferred" });
    });
  });

  it("keeps back no alert of its tick", async () => {
    const jobs = { long, bad: { schedule: SCHEDULE, notify: { slack: SLACK } } };
    const environment = { triggers: { [EACH_HOUR]: ["long", "bad"] } };
    await inWorld({ jobs, environment, behave: deferredOrBad }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      expect(world.slack).toEqual([{ at: START + 10_400, text: "🔴 test: 1 job failed: bad" }]);
    });
  });
});

it("an accepted run that is completed while another waits for its lock by hand: that one starts", async () => {
  const long = { schedule: SCHEDULE, overlap: "wait", completion: { withinMs: HOUR } } as const;
  await inWorld({ jobs: { long }, environment: TRIGGERS, behave: always(202, 200) }, async (world) => {
    await world.runCron(START + MINUTE);
    await askForLong(world);
    await world.time.runUntil(START + 10 * MINUTE);
    completeNow(world, "failed", RUN);
    await world.time.runUntil(START + 11 * MINUTE);
    expect(startsOf(world)).toEqual([
      ["long", 10],
      ["long", 600],
    ]);
  });
});
