/** Where leases, locks, late results and schedules that change meet: what a run comes to at the edges. */
import { describe, expect, it } from "vitest";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { tally } from "./report.ts";
import { history, SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

const HOURLY = [{ cron: "0 * * * *" }];
const LATEST = { withinMs: HOUR, runs: "latest" } as const;

/** Answers the first call of a job in one way, and everything else in another. */
function firstOf(job: string, first: Behaviour, others: Behaviour): (call: ReceivedCall) => Behaviour {
  let isFirst = true;
  return (call) => {
    if (call.job !== job || !isFirst) return others;
    isFirst = false;
    return first;
  };
}

/** Each job in its own way. */
function byJob(
  jobs: Readonly<Record<string, Behaviour>>,
  others: Behaviour,
): (call: ReceivedCall) => Behaviour {
  return ({ job }) => jobs[job] ?? others;
}

/** Which job's attempts began, and how many seconds after the start. */
const startsOf = (world: World): Array<[string, number]> =>
  world.backend.received.map(({ job, at }) => [job, (at - START) / 1000]);

const textsOf = (world: World): string[] => world.slack.map(({ text }) => text);

describe("a lease", () => {
  it("lasts while an attempt that is tried again queues behind the other jobs of its tick", async () => {
    const others = Array.from({ length: 10 }, (_, index) => `other${index}`);
    const names = ["first", ...others];
    const job = { schedule: HOURLY, catchUp: LATEST, notify: { slack: SLACK } };
    const jobs = Object.fromEntries(names.map((name) => [name, job]));
    const behave = firstOf("first", { status: 503, takesMs: 200 }, { status: 200, takesMs: 25_000 });
    await inWorld({ jobs, environment: { triggers: { "0 * * * *": names } }, behave }, async (world) => {
      await world.runCron(START + 20 * MINUTE);
      // Ten runs of 25 s come before its second attempt; alone it would have ended after 93 s at worst.
      const starts = startsOf(world).filter(([name]) => name === "first");
      expect(starts).toEqual([
        ["first", 10],
        ["first", 260.2],
      ]);
      const run = await world.ledger().run("test:first:20261123T0000Z");
      expect(run).toMatchObject({ status: "succeeded", trigger: "cron", events: [] });
      expect(world.slack).toEqual([]);
    });
  });

  it("lasts while the run before it on the same lock waits as long as the backend asks", async () => {
    const job = {
      schedule: HOURLY,
      lock: "import",
      deadlineMs: HOUR,
      catchUp: LATEST,
      notify: { slack: SLACK },
    };
    const environment = { triggers: { "0 * * * *": ["a", "b"] } };
    const behave = firstOf(
      "a",
      { status: 503, takesMs: 200, retryAfter: "600" },
      { status: 200, takesMs: 20_000 },
    );
    await inWorld({ jobs: { a: job, b: job }, environment, behave }, async (world) => {
      await world.runCron(START + 30 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["a", 10],
        ["a", 610.2],
        ["b", 630.2],
      ]);
      expect(await history(world)).toMatchObject([
        { job: "a", status: "succeeded", events: [] },
        { job: "b", status: "succeeded", events: [] },
      ]);
      expect(world.slack).toEqual([]);
    });
  });
});

describe("a run that is deferred", () => {
  it("waits for another of its tick that shares its lock", async () => {
    const job = { schedule: HOURLY, lock: "import", deadlineMs: HOUR, timeoutMs: 5 * MINUTE };
    const environment = { triggers: { "0 * * * *": ["a", "b"] } };
    // Past the tick's end, so both go on from the alarm: b at 910.4 s, a at 970.2 s, in the middle of b.
    const asked: Record<string, string> = { a: "960", b: "900" };
    const behave = ({ job: name, attempt }: ReceivedCall): Behaviour =>
      attempt === 1
        ? { status: 503, takesMs: 200, retryAfter: asked[name] ?? "" }
        : { status: 200, takesMs: 2 * MINUTE };
    await inWorld({ jobs: { a: job, b: job }, environment, behave }, async (world) => {
      await world.runCron(START + 30 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["a", 10],
        ["b", 10.2],
        ["b", 910.4],
        ["a", 1030.4],
      ]);
      expect(tally(await history(world))).toEqual({ succeeded: 2 });
    });
  });

  it("goes on once, though a slow ledger is told twice that it is deferred", async () => {
    const job = { schedule: HOURLY, retry: { maxAttempts: 1 } };
    const jobs = { long: { ...job, timeoutMs: 15 * MINUTE }, b: { ...job, timeoutMs: 2 * MINUTE } };
    const environment = { triggers: { "0 * * * *": ["long", "b"] } };
    // The tick's last attempt ends at 14:35. The first run leaves 4 s of that, too little for another.
    const behave = byJob(
      { long: { status: 200, takesMs: 14 * MINUTE + 21_000 } },
      { status: 200, takesMs: MINUTE },
    );
    await inWorld({ jobs, environment, behave }, async (world) => {
      world.time.at(START + 14 * MINUTE + 25_000, () => world.setMood("slow"));
      world.time.at(START + 15 * MINUTE + 10_000, () => world.setMood("well"));
      await world.runCron(START + 30 * MINUTE);
      // Told at 14:31, the ledger hears of it at 14:34, and again at 14:37, in the middle of the run.
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["b", 874],
      ]);
      expect(tally(await history(world))).toEqual({ succeeded: 2 });
    });
  });

  it("and is a catch-up, does not keep those of other jobs back", async () => {
    const jobs = {
      a: { schedule: HOURLY, deadlineMs: 5 * HOUR, catchUp: LATEST },
      b: {
        schedule: [{ cron: "5 * * * *" }],
        catchUp: { withinMs: 30 * MINUTE, runs: "latest" },
      },
    } as const;
    const behave = byJob(
      { a: { status: 503, takesMs: 200, retryAfter: "3600" } },
      { status: 200, takesMs: 200 },
    );
    const options = { jobs, environment: { triggers: {}, concurrency: 1 }, behave };
    await inWorld({ ...options, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 55 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["a", 120],
        ["b", 420],
      ]);
      const run = await world.ledger().run("test:b:20261123T0005Z");
      expect(run).toMatchObject({ status: "succeeded", trigger: "catch-up" });
    });
  });
});

describe("a result that comes late", () => {
  const job = { schedule: HOURLY, notify: { slack: SLACK } };
  const environment = { triggers: { "0 * * * *": ["a"] } };

  it("counts, though the run was taken for lost, and is not made up", async () => {
    await inWorld({ jobs: { a: job }, environment }, async (world) => {
      world.once("after", "claim", () => world.time.at(world.time.now() + 1, () => world.setMood("throws")));
      await world.runCron(START + 8 * MINUTE);
      world.setMood("well");
      expect(await history(world)).toMatchObject([{ status: "lost" }]);
      await world.runCron(START + 20 * MINUTE);
      expect(await history(world)).toMatchObject([
        { status: "succeeded", trigger: "cron", events: [{ status: "lost" }] },
      ]);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: a", "🟢 test: 1 job recovered: a"]);
    });
  });

  it("counts, though the ledger had skipped the run, and its answer came too late", async () => {
    const jobs = {
      long: { schedule: HOURLY, lock: "import", timeoutMs: 10 * MINUTE },
      a: { ...job, schedule: [{ cron: "1 * * * *" }], lock: "import" },
    };
    const triggers = { "0 * * * *": ["long"], "1 * * * *": ["a"] };
    const behave = byJob({ long: { status: 200, takesMs: 5 * MINUTE } }, { status: 400, takesMs: 200 });
    await inWorld({ jobs, environment: { triggers }, behave }, async (world) => {
      world.time.at(START + 30_000, () => world.setMood("slow"));
      world.time.at(START + 85_000, () => world.setMood("well"));
      await world.runCron(START + 20 * MINUTE);
      // The tick came at 70 s, and gave the ledger 2 s.
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["a", 72],
      ]);
      const run = await world.ledger().run("test:a:20261123T0001Z");
      expect(run).toMatchObject({ status: "failed", events: [{ status: "skipped" }] });
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: a"]);
    });
  });

  it("and takes the place of another's, holds past the object's restart", async () => {
    const behave = firstOf("a", { status: 400, takesMs: 15_000 }, { status: 200, takesMs: 100 });
    await inWorld({ jobs: { a: job }, environment, behave }, async (world) => {
      // The tick's second delivery finds no ledger, so it runs too, and tells its result.
      world.time.at(START + 30_000, () => world.setMood("throws"));
      world.time.at(START + 40_000, () => void world.deliver("0 * * * *", START));
      world.time.at(START + 40_050, () => world.setMood("well"));
      world.time.at(START + MINUTE, () => world.kill());
      await world.runCron(START + 20 * MINUTE);
      expect(await history(world)).toMatchObject([{ status: "succeeded", events: [{ status: "failed" }] }]);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: a", "🟢 test: 1 job recovered: a"]);
    });
  });
});

describe("a job that goes", () => {
  it("and comes back after two days: nothing of meanwhile is missed", async () => {
    const daily = { schedule: [{ cron: "0 0 * * *" }] };
    const five = {
      schedule: [{ cron: "*/5 * * * *" }],
      catchUp: { withinMs: 5 * MINUTE, runs: "latest" },
      notify: { slack: SLACK },
    } as const;
    const both = { triggers: { "*/5 * * * *": ["five"], "0 0 * * *": ["daily"] } };
    await inWorld({ jobs: { five, daily }, environment: both }, async (world) => {
      await world.runCron(START + HOUR + MINUTE);
      world.deploy({ daily }, { triggers: { "0 0 * * *": ["daily"] } });
      await world.ledger().standing();
      await world.runCron(START + 2 * DAY + MINUTE);
      world.deploy({ five, daily }, both);
      await world.ledger().standing();
      await world.runCron(START + 2 * DAY + 6 * MINUTE);
      // 00:00 to 01:00 of the first day, and 00:05 of the third.
      expect(tally(await history(world, "five"))).toEqual({ succeeded: 13 + 1 });
      expect(tally(await history(world, "daily"))).toEqual({ succeeded: 3 });
      expect(world.slack).toEqual([]);
    });
  });

  it("while it owes a run: that ends as what it was", async () => {
    const five = { schedule: [{ cron: "*/5 * * * *" }], catchUp: LATEST, lock: "import" };
    const long = { schedule: HOURLY, lock: "import", timeoutMs: 14 * MINUTE, retry: { maxAttempts: 1 } };
    const environment = { triggers: { "0 * * * *": ["long"] } };
    const behave = byJob({ long: { status: 200, takesMs: 12 * MINUTE } }, { status: 200, takesMs: 200 });
    await inWorld({ jobs: { five, long }, environment, behave }, async (world) => {
      await world.runCron(START + 8 * MINUTE);
      expect(await world.ledger().run("test:five:20261123T0005Z")).toMatchObject({ endedAt: null });
      world.deploy({ long }, environment);
      await world.ledger().standing();
      await world.runCron(START + 59 * MINUTE);
      expect(await world.ledger().run("test:five:20261123T0005Z")).toMatchObject({
        status: "missed",
        endedAt: expect.any(Number),
        error: "no tick reached the ledger within 2 min; there was no time left to make it up",
      });
    });
  });
});

describe("a date", () => {
  it("that leaves a calendar makes nothing up of the day that it left out", async () => {
    const today = START / DAY;
    const dates: Record<string, readonly number[]> = { holidays: [today, today + 1] };
    const jobs = {
      daily: {
        schedule: [{ cron: "0 6 * * *", except: ["holidays"] }],
        catchUp: { withinMs: DAY, runs: "latest" },
        notify: { slack: SLACK },
      },
    } as const;
    const environment = { triggers: { "0 6 * * *": ["daily"] } };
    await inWorld({ jobs, environment, almanac: { zones: {}, dates } }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 10 * HOUR);
      dates["holidays"] = [today + 1];
      world.deploy(jobs, environment);
      await world.ledger().standing();
      await world.runCron(START + 12 * HOUR);
      expect(world.backend.received).toEqual([]);
      expect(await history(world)).toEqual([]);
      expect(world.slack).toEqual([]);
    });
  });
});
