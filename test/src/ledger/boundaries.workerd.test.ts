/** Where two rules meet: a deploy and a tick, a pause and a tick, a lease and a lane, a lock and its new name. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { history, SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

const HOURLY = [{ cron: "0 * * * *" }];
const LATEST = { withinMs: 30 * MINUTE, runs: "latest" } as const;

/** What b does takes long. */
const whereBIsSlow = ({ job }: ReceivedCall): Behaviour => ({
  status: 200,
  takesMs: job === "b" ? 100_000 : 200,
});

/** Past the time of the object's first execution, so all go on from the alarm: b and c at 1020 s, a at 1120 s. */
const waitThenSlow = ({ job: name, attempt }: ReceivedCall): Behaviour =>
  attempt === 1
    ? { status: 503, takesMs: 200, retryAfter: name === "a" ? "1000" : "900" }
    : { status: 200, takesMs: 200_000 };

/** Both wait as the backend asks, and b is slow then. */
const waitAndMeet = ({ job, attempt }: ReceivedCall): Behaviour =>
  attempt === 1
    ? { status: 503, takesMs: 200, retryAfter: job === "a" ? "500" : "480" }
    : { status: 200, takesMs: job === "a" ? 200 : 239_000 };

/** What the backend got: the job, the seconds since the beginning, and what sent it. */
function startsOf({ backend }: World): Array<readonly [job: string, second: number, trigger: string]> {
  return backend.received.map(({ job, at, trigger }) => [job, (at - START) / 1_000, trigger] as const);
}

/** Each run with what became of it. */
async function endsOf(world: World): Promise<string[]> {
  return (await history(world)).map(({ runId, status }) => `${runId.slice("test:".length)} ${status}`);
}

describe("a deploy that changes a schedule", () => {
  it("leaves alone what has been settled, though an earlier minute is still under way", async () => {
    const a = { catchUp: LATEST, retry: { maxAttempts: 1 }, notify: { slack: SLACK } };
    const everyMinute = { triggers: { "* * * * *": ["a"] } };
    const behave = always(200, 25_000);
    await inWorld({ jobs: { a }, environment: everyMinute, behave, from: START + 40_000 }, async (world) => {
      await world.ledger().standing();
      world.time.at(START + 115_000, () => void world.deliver("* * * * *", START + MINUTE));
      world.time.at(START + 121_000, () => void world.deliver("* * * * *", START + 2 * MINUTE));
      await world.time.runUntil(START + 130_000);
      // 00:01 runs, and 00:02 has been skipped for it.
      world.deploy({ a: { ...a, schedule: [{ cron: "1-59 * * * *" }] } }, { triggers: {} });
      await world.ledger().standing();
      await world.time.runUntil(START + 4 * MINUTE + 30_000);
      const run = await world.ledger().run("test:a:20261123T0002Z");
      expect(run).toMatchObject({ status: "skipped", trigger: "cron", events: [] });
    });
  });

  it("makes nothing up of before, though the tick of a minute that both hold is under way", async () => {
    const a = { schedule: [{ cron: "*/5 * * * *" }], catchUp: LATEST };
    const environment = { triggers: { "*/5 * * * *": ["a"] } };
    await inWorld({ jobs: { a }, environment }, async (world) => {
      await world.runCron(START + 4 * MINUTE);
      await world.time.runUntil(START + 6 * MINUTE + 20_000);
      world.deploy({ a: { ...a, schedule: [{ cron: "5-59 * * * *" }] } }, environment);
      await world.ledger().standing();
      await world.time.runUntil(START + 9 * MINUTE + 5_000);
      expect(await endsOf(world)).toEqual([
        "a:20261123T0000Z succeeded",
        "a:20261123T0005Z succeeded",
        "a:20261123T0007Z succeeded",
      ]);
    });
  });

  it("watches nothing of before where the new schedule does not hold the minute under way", async () => {
    const a = { schedule: [{ cron: "*/5 * * * *" }], catchUp: LATEST };
    const environment = { triggers: { "*/5 * * * *": ["a"] } };
    await inWorld({ jobs: { a }, environment }, async (world) => {
      await world.runCron(START + 4 * MINUTE);
      await world.time.runUntil(START + 6 * MINUTE + 20_000);
      world.deploy({ a: { ...a, schedule: [{ cron: "*/2 * * * *" }] } }, environment);
      await world.ledger().standing();
      await world.time.runUntil(START + 9 * MINUTE + 5_000);
      expect(await endsOf(world)).toEqual(["a:20261123T0000Z succeeded"]);
    });
  });

  it("alarms nobody of a tick that came too late, as of one that did not come", async () => {
    const a = { catchUp: { withinMs: MINUTE, runs: "latest" }, notify: { slack: SLACK } } as const;
    await inWorld({ jobs: { a } }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 32 * MINUTE, { lateMs: 90_000 });
      expect(await endsOf(world)).toContain("a:20261123T0001Z missed");
      expect(world.slack).toEqual([{ at: START + 31 * MINUTE + 30_000, text: "🔴 test: 1 job missed: a" }]);
    });
  });
});

describe("a live pause", () => {
  it("holds for a tick that is late, of a minute before it", async () => {
    const a = { schedule: HOURLY, catchUp: LATEST };
    await inWorld({ jobs: { a }, environment: { triggers: { "0 * * * *": ["a"] } } }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + HOUR + 70_000);
      await world.ledger().pause({ job: "a", until: null, reason: "the backend moves", by: "SOMEONE" });
      world.time.at(START + HOUR + 90_000, () => void world.deliver("0 * * * *", START + HOUR));
      await world.time.runUntil(START + HOUR + 5 * MINUTE);
      expect(startsOf(world)).toEqual([]);
      const run = await world.ledger().run("test:a:20261123T0100Z");
      expect(run).toMatchObject({ status: "skipped", error: "paused by SOMEONE: the backend moves" });
    });
  });

  it("that ends by itself lets go at once what is to be made up", async () => {
    const jobs = {
      a: { schedule: HOURLY, catchUp: { withinMs: 10 * MINUTE, runs: "latest" }, lock: "import" },
      b: { schedule: [{ cron: "1 * * * *" }], lock: "import", timeoutMs: 5 * MINUTE },
    } as const;
    const options = { jobs, environment: { triggers: { "1 * * * *": ["b"] } }, behave: whereBIsSlow };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 2 * MINUTE + 10_000);
      // Missed at 00:02, while b holds the lock; free at 00:02:50.
      const until = START + 6 * MINUTE + 20_000;
      await world.ledger().pause({ job: "a", until, reason: "the backend moves", by: "SOMEONE" });
      await world.time.runUntil(START + 20 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["b", 70, "cron"],
        ["a", 420, "catch-up"],
      ]);
    });
  });
});

describe("catch-ups", () => {
  it("that go on after they were deferred are still no more than `concurrency` at once", async () => {
    const job = { schedule: HOURLY, catchUp: LATEST, deadlineMs: HOUR, timeoutMs: 5 * MINUTE };
    const options = {
      jobs: { a: job, b: job, c: job },
      environment: { triggers: {}, concurrency: 1 },
      behave: waitThenSlow,
    };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOf(world).slice(3)).toEqual([
        ["b", 1020.4, "catch-up"],
        ["a", 1220.4, "catch-up"],
        ["c", 1420.4, "catch-up"],
      ]);
    });
  });
});

describe("a lease", () => {
  it("lasts while a run that the backend made wait queues behind another of its tick", async () => {
    const jobs = {
      a: { schedule: HOURLY, catchUp: LATEST, deadlineMs: HOUR },
      b: { schedule: HOURLY, timeoutMs: 4 * MINUTE, retry: { maxAttempts: 2 }, deadlineMs: HOUR },
    };
    await inWorld(
      { jobs, environment: { triggers: { "0 * * * *": ["a", "b"] } }, behave: waitAndMeet },
      async (world) => {
        await world.runCron(START + 50 * MINUTE);
        expect(startsOf(world)).toEqual([
          ["a", 10, "cron"],
          ["b", 10.2, "cron"],
          ["b", 490.4, "cron"],
          ["a", 729.4, "cron"],
        ]);
        expect(await endsOf(world)).toEqual(["a:20261123T0000Z succeeded", "b:20261123T0000Z succeeded"]);
      },
    );
  });
});

describe("a lock", () => {
  it("that a deploy renames still keeps a job from running beside itself", async () => {
    const a = { schedule: [{ cron: "*/5 * * * *" }], completion: { withinMs: HOUR } };
    const environment = { triggers: { "*/5 * * * *": ["a"] } };
    const behave = always(202, 200);
    await inWorld({ jobs: { a }, environment, behave }, async (world) => {
      await world.runCron(START + 2 * MINUTE);
      world.deploy({ a: { ...a, lock: "import" } }, environment);
      await world.runCron(START + 6 * MINUTE);
      expect(await endsOf(world)).toEqual(["a:20261123T0000Z running", "a:20261123T0005Z skipped"]);
    });
  });
});

describe("the history", () => {
  it("stays small of a run that the backend accepts and never completes, though it is made up for days", async () => {
    const a = {
      schedule: HOURLY,
      completion: { withinMs: 10 * MINUTE },
      catchUp: { withinMs: 3 * DAY, runs: "latest" },
    } as const;
    const options = {
      jobs: { a },
      environment: { triggers: {} },
      behave: always(202, 200),
    };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 50 * MINUTE);
      // From here on, the job has only the run that it owes.
      world.deploy({ a: { ...a, schedule: [{ cron: "0 0 1 1 *" }] } }, { triggers: {} });
      await world.time.runUntil(START + 2 * DAY);
      const run = await world.ledger().run("test:a:20261123T0000Z");
      expect(world.backend.received.length).toBeGreaterThan(200);
      expect(run?.events).toHaveLength(50);
      expect(run?.attempts).toHaveLength(50);
      expect(run?.events[0]).toMatchObject({ status: "missed" });
    });
  });

  it("has a run once whose own key names it, though its result comes after it was taken for lost", async () => {
    const job = { schedule: HOURLY, retry: { maxAttempts: 1 } };
    const behave = always(200, 2_000);
    await inWorld({ jobs: { a: job, b: job }, environment: { triggers: {} }, behave }, async (world) => {
      const runs = ["a", "b"].map((name) => ({
        job: name,
        runId: `test:${name}:manual-0123`,
        correlationId: crypto.randomUUID(),
        scheduledTime: null,
      }));
      await world.ledger().trigger({ tick: "hand", by: "SOMEONE", runs });
      await world.time.runUntil(START + 1_000);
      world.setMood("refuses writes");
      await world.time.runUntil(START + 4 * MINUTE);
      world.setMood("well");
      // Finds that both leases are over, before their results are told again.
      await world.ledger().trigger({ tick: "other", by: "SOMEONE", runs: [] });
      await world.time.runUntil(START + 10 * MINUTE);
      expect(await endsOf(world)).toEqual(["a:manual-0123 succeeded", "b:manual-0123 succeeded"]);
      expect(await world.ledger().run("test:b:manual-0123")).toMatchObject({ status: "succeeded" });
    });
  });

  it("keeps for three days what was run by hand of a minute long ago", async () => {
    const a = { schedule: HOURLY };
    const environment = { triggers: { "0 * * * *": ["a"] } };
    const scheduledTime = START - 40 * DAY;
    const old = `test:a:${new Date(scheduledTime).toISOString().slice(0, 13).replaceAll("-", "")}00Z`;
    await inWorld({ jobs: { a }, environment }, async (world) => {
      await world.runCron(START + 60 * HOUR);
      const run = {
        job: "a",
        runId: old,
        scheduledTime,
        isBackfill: true,
        correlationId: crypto.randomUUID(),
      };
      await world.ledger().trigger({ tick: "hand", by: "SOMEONE", runs: [run] });
      await world.runCron(START + 130 * HOUR);
      expect(await world.ledger().run(old)).toMatchObject({ status: "succeeded" });
      await world.runCron(START + 135 * HOUR);
      expect(await world.ledger().run(old)).toBeNull();
    });
  });
});
