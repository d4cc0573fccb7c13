/** Pauses, alerts and pruning at the edges: what is told, and what is kept. */
import { describe, expect, it } from "vitest";
import { always, downBetween, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { tally } from "./report.ts";
import { history, SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START } from "./world.ts";

const HALF_HOURLY = { schedule: [{ cron: "*/30 * * * *" }], notify: { slack: SLACK } };
const HALF_HOURS = { triggers: { "*/30 * * * *": ["a"] } };

/** A job with one attempt, and what such an attempt may take. */
const LONG = { schedule: [{ cron: "0 * * * *" }], timeoutMs: 14 * MINUTE, retry: { maxAttempts: 1 } };
const LONG_RUN: Behaviour = { status: 200, takesMs: 10 * MINUTE };

describe("a pause", () => {
  it("of five seconds leaves alone the minute before it, whose tick is still to come", async () => {
    await inWorld({ jobs: { a: HALF_HOURLY }, environment: HALF_HOURS }, async (world) => {
      await world.runCron(START + 59 * MINUTE);
      const due = START + HOUR;
      const request = { job: "a", until: null, reason: "a slip", by: "SOMEONE" };
      world.time.at(due + 65_000, () => void world.ledger().pause(request));
      world.time.at(due + 70_000, () => void world.ledger().resume("a", "SOMEONE"));
      world.time.at(due + 90_000, () => void world.deliver("*/30 * * * *", due));
      await world.time.runUntil(due + 10 * MINUTE);
      expect(tally(await history(world))).toEqual({ succeeded: 3 });
      expect(world.slack).toEqual([]);
    });
  });

  it("holds for a run that waits for its lock", async () => {
    const jobs = {
      long: { ...LONG, lock: "import" },
      a: { schedule: [{ cron: "1 * * * *" }], lock: "import", overlap: "wait" },
    } as const;
    const environment = { triggers: { "0 * * * *": ["long"], "1 * * * *": ["a"] } };
    await inWorld({ jobs, environment, behave: () => LONG_RUN }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      expect(await world.ledger().run("test:a:20261123T0001Z")).toMatchObject({ status: "deferred" });
      await world.ledger().pause({ job: "a", until: null, reason: "the backend moves", by: "SOMEONE" });
      await world.runCron(START + 20 * MINUTE);
      expect(world.backend.received.map(({ job }) => job)).toEqual(["long"]);
      expect(await world.ledger().run("test:a:20261123T0001Z")).toMatchObject({
        status: "skipped",
        error: "paused by SOMEONE: the backend moves",
      });
    });
  });
});

describe("the alerts of a job", () => {
  it("come in their order: a recovery does not overtake a failure whose tick is not over", async () => {
    const jobs = { a: { ...LONG, notify: { slack: SLACK } }, long: LONG };
    const environment = { triggers: { "0 * * * *": ["a", "long"] } };
    const others = downBetween(START, START + MINUTE);
    const behave = (call: ReceivedCall): Behaviour => (call.job === "long" ? LONG_RUN : others(call));
    await inWorld({ jobs, environment, behave }, async (world) => {
      await world.runCron(START + 2 * MINUTE);
      await world.request("/trigger", { method: "POST", body: JSON.stringify({ job: "a" }) });
      await world.runCron(START + 10 * MINUTE);
      expect(world.slack).toEqual([]);
      await world.runCron(START + 20 * MINUTE);
      // When the long run of the tick has ended, in one message.
      const at = START + 10 * MINUTE + 10_200;
      expect(world.slack).toEqual([{ at, text: "🔴 test: 1 job failed, 1 recovered: a" }]);
    });
  });

  it("end with the job's schedule: of one whose only tick did not come, nobody is reminded", async () => {
    const [fromMinute, untilMinute] = [START / MINUTE, (START + 2 * HOUR) / MINUTE];
    const jobs = {
      once: {
        schedule: [{ cron: "0 1 23 11 *", fromMinute, untilMinute }],
        catchUp: { withinMs: HOUR, runs: "latest" },
        notify: { slack: SLACK },
      },
    } as const;
    await inWorld({ jobs, environment: { triggers: {} } }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 10 * DAY);
      const at = START + HOUR + 2 * MINUTE;
      expect(world.slack).toEqual([{ at, text: "🔴 test: 1 job missed: once" }]);
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "catch-up" }]);
    });
  });

  it("end when it is switched off", async () => {
    const options = { jobs: { a: HALF_HOURLY }, environment: HALF_HOURS };
    await inWorld({ ...options, behave: always(400, 10) }, async (world) => {
      await world.runCron(START + HOUR + MINUTE);
      world.deploy({ a: { ...HALF_HOURLY, enabled: false } }, { triggers: {} });
      await world.ledger().standing();
      await world.time.runUntil(START + 5 * DAY);
      expect(world.slack.map(({ text }) => text)).toEqual(["🔴 test: 1 job failed: a"]);
    });
  });
});

describe("pruning", () => {
  it("keeps 50 runs of a job, though several minutes of it are taken at once", async () => {
    const jobs = { daily: { schedule: [{ cron: "0 0 * * *" }] } };
    const environment = { triggers: { "0 0 * * *": ["daily"] } };
    await inWorld({ jobs, environment }, async (world) => {
      await world.runCron(START + 60 * DAY + MINUTE);
      // Nothing rings, and no tick comes, for four days.
      world.setMood("refuses writes");
      await world.time.runUntil(START + 64 * DAY + HOUR);
      world.setMood("well");
      await world.ledger().standing();
      await world.time.runUntil(START + 64 * DAY + 2 * HOUR);
      const runs = await history(world);
      expect(tally(runs)).toEqual({ succeeded: 46, missed: 4 });
      // Days 15 to 64.
      expect(runs[0]?.scheduledTime).toBe(START + 15 * DAY);
    });
  });

  it("goes on for a job that is gone: after 30 days 50 of its runs are left", async () => {
    const often = { schedule: [{ cron: "*/10 * * * *" }] };
    const hourly = { schedule: [{ cron: "0 * * * *" }] };
    const triggers = { "0 * * * *": ["hourly"] };
    const environment = { triggers: { ...triggers, "*/10 * * * *": ["often"] } };
    await inWorld({ jobs: { often, hourly }, environment }, async (world) => {
      await world.runCron(START + 2 * DAY);
      expect(await history(world, "often")).toHaveLength(2 * 144);
      world.deploy({ hourly }, { triggers });
      await world.runCron(START + 40 * DAY);
      expect(await history(world, "often")).toHaveLength(50);
    });
  });
});
