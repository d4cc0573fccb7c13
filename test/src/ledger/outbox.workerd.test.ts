/** Alerts whose webhook does not take them: when they are sent again, and when no more. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import { EACH_HOUR, textsOf } from "./completion-kit.ts";
import { SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

/** Runs by hand only, so nobody is reminded; another job's ticks keep the object awake. */
const JOB = { schedule: [], notify: { slack: SLACK } };
const AWAKE = { schedule: [{ cron: "* * * * *" }] };
const OPTIONS = {
  jobs: { job: JOB, awake: AWAKE },
  environment: { triggers: { "* * * * *": ["awake"] } },
  behave: always(400, 0),
} satisfies WorldOptions;

/** One run by hand, which fails at once. */
async function failNow(world: World): Promise<void> {
  const runId = `test:job:manual-${world.time.now()}`;
  const run = { job: "job", runId, scheduledTime: START, correlationId: crypto.randomUUID() };
  await world.ledger().trigger({ tick: runId, by: "SOMEONE", runs: [run] });
  await world.time.runUntil(world.time.now());
}

/** Minutes after an instant at which the webhook did not take what it was sent. */
const refusalsAfter = (world: World, from: number): number[] =>
  world.lines
    .filter(({ message }) => message === "Slack (SLACK_WEBHOOK_URL) did not take what it was sent")
    .map(({ timestamp }) => (Date.parse(String(timestamp)) - from) / MINUTE)
    .filter((minute) => minute >= 0);

describe("a webhook that does not take an alert", () => {
  it("is asked again after 1, 2, 4 and 8 minutes, then every 15", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setSlack({ status: 500 });
      await failNow(world);
      await world.runCron(START + 65 * MINUTE);
      expect(refusalsAfter(world, START)).toEqual([0, 1, 3, 7, 15, 30, 45, 60]);
    });
  });

  it("is asked again so from the beginning, once it has taken one", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setSlack({ status: 500 });
      await failNow(world);
      await world.runCron(START + 10 * MINUTE);
      world.setSlack({ status: 200 });
      await world.runCron(START + HOUR);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: job"]);
      // The job is well again, and that is not taken.
      world.setSlack({ status: 500 });
      const run = { job: "job", runId: "test:job:1", scheduledTime: START, correlationId: "c-1" };
      await world.ledger().record({
        ...run,
        tick: "t",
        trigger: "manual",
        status: "succeeded",
        startedAt: world.time.now(),
        endedAt: world.time.now(),
        statusCode: 200,
        error: null,
        attempts: [],
      });
      await world.runCron(START + HOUR + 20 * MINUTE);
      expect(refusalsAfter(world, START + HOUR)).toEqual([0, 1, 3, 7, 15]);
    });
  });

  it.each([
    { hours: 23.5, want: ["🔴 test: 1 job failed: job"] },
    { hours: 24.5, want: [] },
  ])("is asked for a day: well again after $hours hours", async ({ hours, want }) => {
    await inWorld(OPTIONS, async (world) => {
      world.setSlack({ status: 500 });
      await failNow(world);
      await world.time.runUntil(START + hours * HOUR);
      world.setSlack({ status: 200 });
      await world.time.runUntil(START + 2 * DAY);
      expect(textsOf(world)).toEqual(want);
    });
  });
});

describe("an alert", () => {
  it("is sent again where its webhook can't be reached", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setSlack({ status: 500 });
      world.onSlack(() => {
        throw new Error("connection refused");
      });
      await failNow(world);
      world.setSlack({ status: 200 });
      await world.time.runUntil(START + MINUTE);
      expect(world.slack).toEqual([{ at: START + MINUTE, text: "🔴 test: 1 job failed: job" }]);
      expect(world.lines).toContainEqual(
        expect.objectContaining({
          level: "ERROR",
          message: "Slack (SLACK_WEBHOOK_URL) could not be reached",
          error: "connection refused",
        }),
      );
    });
  });

  it("is gone where its webhook's secret is missing, and the log says so once", async () => {
    const slack = { ...SLACK, webhook: "UNSET_WEBHOOK_URL" };
    await inWorld(
      { ...OPTIONS, jobs: { ...OPTIONS.jobs, job: { ...JOB, notify: { slack } } } },
      async (world) => {
        await failNow(world);
        await world.time.runUntil(START + 2 * HOUR);
        const said = world.lines.filter(({ message }) => message.includes("UNSET_WEBHOOK_URL"));
        expect(said).toMatchObject([
          { level: "ERROR", message: "The alert was not sent: the secret UNSET_WEBHOOK_URL is not set" },
        ]);
      },
    );
  });
});

describe("an alert that waits for its webhook", () => {
  it("goes where its job is heard of now", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.setSlack({ status: 500 });
      await failNow(world);
      world.setSlack({ status: 200 });
      world.deploy(
        { job: { schedule: [], notify: { slack: { ...SLACK, webhook: "BROKEN_WEBHOOK_URL" } } } },
        OPTIONS.environment,
      );
      await world.ledger().standing();
      await world.time.runUntil(START + 10 * MINUTE);
      expect(textsOf(world)).toEqual([]);
      expect(world.lines.map(({ message }) => message)).toContain(
        "Slack (BROKEN_WEBHOOK_URL) did not take what it was sent",
      );
    });
  });

  it("is quiet about a job that is paused meanwhile only as to reminders", async () => {
    const job = { schedule: [{ cron: EACH_HOUR }], notify: { slack: { ...SLACK, remindEveryMs: 2 * HOUR } } };
    const options = { ...OPTIONS, jobs: { job }, environment: { triggers: { [EACH_HOUR]: ["job"] } } };
    await inWorld(options, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      const pause = { job: "job", until: START + 7 * HOUR + 30 * MINUTE, reason: "x", by: "SOMEONE" };
      await world.ledger().pause(pause);
      await world.runCron(START + 7 * HOUR);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: job"]);
      await world.runCron(START + 8 * HOUR + MINUTE);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: job", "🔴 test: 1 job still failing: job"]);
    });
  });
});
