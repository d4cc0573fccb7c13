/** What is told of what the ledger decides: in the log, in Slack, and to analytics. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import {
  complete,
  completeNow,
  EACH_HOUR,
  LONG,
  OPTIONS as ACCEPTING,
  RUN as LONG_RUN,
} from "./completion-kit.ts";
import { SLACK } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const HOURLY = { schedule: [{ cron: EACH_HOUR }] };

describe("the log tells what the ledger itself decided of a run", () => {
  const job = { ...HOURLY, name: "The Job" };
  const environment = { triggers: { [EACH_HOUR]: ["job"] } };
  const RUN = { job: "job", runId: "test:job:20261123T0100Z", scheduledTime: "2026-11-23T01:00:00.000Z" };
  const rows: ReadonlyArray<{
    what: string;
    options?: Partial<WorldOptions>;
    arrange?: (world: World) => void;
    want: object;
  }> = [
    {
      what: "missed",
      want: {
        level: "ERROR",
        message: "The Job was missed",
        error: "no tick reached the ledger within 2 min; it is not made up, as catchUp is none",
      },
    },
    {
      what: "missed soon after a deploy",
      options: { from: START + HOUR - 10 * MINUTE },
      want: { level: "WARN", message: "The Job was missed" },
    },
    {
      what: "skipped in a pause",
      options: { jobs: { job: { ...job, pause: { reason: "it moves" } } } },
      want: { level: "INFO", message: "The Job was skipped", error: "paused by schedules.yaml: it moves" },
    },
    {
      what: "lost",
      arrange: (world) => {
        world.once("before", "record", () => world.kill("ticks"));
        world.time.at(START + HOUR + 10_000, () => void world.deliver(EACH_HOUR, START + HOUR));
      },
      want: {
        level: "ERROR",
        message: "The Job was lost",
        error: "no result came by 2026-11-23T01:02:43.000Z: whoever ran it was ended, or could not tell",
      },
    },
  ];
  it.each(rows)("$what", async ({ options, arrange, want }) => {
    await inWorld({ jobs: { job }, environment, ...options }, async (world) => {
      await world.ledger().standing();
      arrange?.(world);
      await world.time.runUntil(START + HOUR + 10 * MINUTE);
      const run = await world.ledger().run(RUN.runId);
      const { message, ...more } = want as { message: string };
      expect(
        world.lines.filter(({ runId, level }) => runId === RUN.runId && level !== "DEBUG").at(-1),
      ).toMatchObject({ ...RUN, correlationId: run?.correlationId, message: `Job ${message}`, ...more });
    });
  });
});

describe("of the end of a run that the backend completes", () => {
  it.each([
    { status: "succeeded", level: "INFO", message: "Job long completed successfully" },
    { status: "failed", level: "ERROR", message: "Job long failed" },
  ] as const)("$status: attempt, status code and duration", async ({ status, level, message }) => {
    await inWorld(ACCEPTING, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      completeNow(world, status);
      expect(world.lines.at(-1)).toMatchObject({
        level,
        message,
        runId: LONG_RUN,
        trigger: "cron",
        attempt: 1,
        statusCode: 202,
        duration: 10 * MINUTE - 10_000,
      });
    });
  });

  it("nothing of an attempt that the ledger has not heard of", async () => {
    await inWorld({ ...ACCEPTING, behave: always(202, 20_000) }, async (world) => {
      await world.runCron(START + 15_000);
      completeNow(world, "succeeded");
      const line = world.lines.at(-1);
      expect(line).toMatchObject({ message: "Job long completed successfully", runId: LONG_RUN });
      for (const name of ["attempt", "statusCode", "duration", "error"])
        expect(line).not.toHaveProperty(name);
    });
  });

  it("no colon where it said nothing more", async () => {
    await inWorld(ACCEPTING, async (world) => {
      await world.runCron(START + MINUTE);
      await complete(world, "succeeded");
      const run = await world.ledger().run(LONG_RUN);
      expect(run?.events.at(-1)).toMatchObject({ status: "succeeded", why: "the backend completed it" });
    });
  });
});

describe("in Slack", () => {
  const job = { ...HOURLY, name: "The Job", notify: { slack: SLACK } };
  const environment = { triggers: { [EACH_HOUR]: ["job"] } };

  it("of a failed run: attempts, duration, answer and error", async () => {
    await inWorld({ jobs: { job }, environment, behave: always(503, 200) }, async (world) => {
      await world.runCron(START + MINUTE);
      const run = await world.ledger().run("test:job:20261123T0000Z");
      // Three attempts of 200 ms, and waits of 1 s and 2 s.
      expect(world.slackDetails).toEqual([
        [
          "🔴 test: 1 job failed",
          "*The Job* `job` in test",
          "*Status:* failed (HTTP 503), 3 attempts, 3.6 s",
          "*Error:* the backend answered 503",
          "*Run:* `test:job:20261123T0000Z`",
          `*Correlation id:* \`${run?.correlationId}\``,
        ].join("\n"),
      ]);
    });
  });

  it("of one attempt: that it was one", async () => {
    await inWorld({ jobs: { job }, environment, behave: always(400, 200) }, async (world) => {
      await world.runCron(START + MINUTE);
      expect(world.slackDetails).toEqual([
        expect.stringContaining("*Status:* failed (HTTP 400), 1 attempt, 200 ms\n"),
      ]);
    });
  });

  it("of a run that was lost, and of one before its first attempt: no attempt and no duration", async () => {
    await inWorld({ jobs: { job }, environment, behave: always(200, 20_000) }, async (world) => {
      world.time.at(START + 15_000, () => world.kill("ticks"));
      await world.runCron(START + 5 * MINUTE);
      expect(world.slackDetails).toEqual([expect.stringContaining("\n*Status:* lost\n")]);
    });
    const unset = { ...job, auth: { bearer: "OTHER_TOKEN" } };
    await inWorld({ jobs: { job: unset }, environment }, async (world) => {
      await world.runCron(START + MINUTE);
      expect(world.slackDetails).toEqual([expect.stringContaining("\n*Status:* failed\n*Error:*")]);
    });
  });

  it("of a tick that came too late: how late it was, and may be", async () => {
    const late = { ...job, catchUp: { withinMs: 10 * MINUTE, runs: "latest" } } as const;
    await inWorld({ jobs: { job: late }, environment, from: START - HOUR }, async (world) => {
      await world.ledger().standing();
      // The object is not woken either.
      world.setMood("refuses writes");
      await world.time.runUntil(START + 20 * MINUTE);
      world.setMood("well");
      void world.deliver(EACH_HOUR, START);
      await world.time.runUntil(START + 21 * MINUTE);
      expect(world.slackDetails).toEqual([
        expect.stringContaining(
          "*Status:* missed\n*Error:* its tick came 20 min late, and it may start 10 min late\n",
        ),
      ]);
    });
  });

  it("of a cron that brings the job again: since when it did not", async () => {
    const made = { ...job, catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    await inWorld({ jobs: { job: made }, environment, from: START - HOUR }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + HOUR + MINUTE, { drop: ({ scheduledTime }) => scheduledTime === START });
      expect(world.slackDetails).toEqual([
        expect.stringContaining(
          "*Status:* missed\n*Error:* no tick reached the ledger within 2 min; it is to be made up\n",
        ),
        expect.stringMatching(
          /\n\*Status:\* the cron brings it again\n\*Down for:\* 58 min 10 s, since 2026-11-23T00:02:00\.000Z\n\*Run:\* `test:job:20261123T0100Z`/,
        ),
      ]);
    });
  });
});

describe("to analytics", () => {
  it("of a run that was missed: no attempt, and no time", async () => {
    const environment = { triggers: {}, analytics: { url: "https://events.test/" } };
    await inWorld(
      { jobs: { job: { ...HOURLY, name: "The Job" } }, environment, from: START - HOUR },
      async (world) => {
        await world.ledger().standing();
        await world.time.runUntil(START + 5 * MINUTE);
        const missedAt = "2026-11-23T00:02:00.000Z";
        const run = await world.ledger().run("test:job:20261123T0000Z");
        expect(world.events).toMatchObject([
          {
            type: "cron.run.missed",
            subject: "job",
            time: missedAt,
            id: `${run?.correlationId}:missed`,
            data: {
              name: "The Job",
              runId: "test:job:20261123T0000Z",
              correlationId: run?.correlationId,
              status: "missed",
              startedAt: missedAt,
              attempts: 0,
              statusCode: null,
              duration: 0,
              error: "no tick reached the ledger within 2 min; it is not made up, as catchUp is none",
            },
          },
        ]);
      },
    );
  });

  it("of a run that was lost while the backend worked on it: its attempt, and how long it was", async () => {
    await inWorld(ACCEPTING, async (world) => {
      await world.runCron(START + 40 * MINUTE);
      expect(world.events.at(-1)).toMatchObject({
        type: "cron.run.lost",
        data: {
          startedAt: "2026-11-23T00:00:10.000Z",
          attempts: 1,
          statusCode: 202,
          duration: LONG.completion.withinMs + 200,
        },
      });
    });
  });
});
