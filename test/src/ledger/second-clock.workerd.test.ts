/** The second clock: that it goes on whatever happens to it, and rings when something is to be done. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { EACH_HOUR, textsOf } from "./completion-kit.ts";
import { history, SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START } from "./world.ts";

const JOB = { schedule: [{ cron: EACH_HOUR }], catchUp: { withinMs: HOUR, runs: "latest" } } as const;

const holderIsAccepted = ({ job }: ReceivedCall): Behaviour => ({
  status: job === "holder" ? 202 : 200,
  takesMs: 200,
});

/** Any trigger of a minute brings what is due then. */
const isFirstHour = ({ scheduledTime }: { readonly scheduledTime: number }): boolean =>
  scheduledTime === START + HOUR;

describe("an alarm that failed too often rings no more", () => {
  it("until somebody asks the ledger anything: then it is set again", async () => {
    await inWorld({ jobs: { job: JOB }, environment: { triggers: {} } }, async (world) => {
      await world.ledger().standing();
      world.setMood("refuses writes");
      await world.time.runUntil(START + 3 * HOUR + 30 * MINUTE);
      const rings = world.rings();
      world.setMood("well");
      await world.time.runUntil(START + 4 * HOUR + 30 * MINUTE);
      // Nobody has asked.
      expect(world.rings()).toBe(rings);
      const { alarmAt } = await world.ledger().standing();
      expect(alarmAt).toBeLessThanOrEqual(world.time.now() + 15 * MINUTE);
      await world.time.runUntil(START + 5 * HOUR + 30 * MINUTE);
      expect(world.rings()).toBeGreaterThan(rings);
      expect(world.backend.received.map(({ key }) => key)).toEqual([
        "test:job:20261123T0400Z",
        "test:job:20261123T0500Z",
      ]);
    });
  });
});

it("rings for an object that it wakes itself, which does not put it off", async () => {
  // Nothing is due for a day, so that only the alarm reaches the object: each 15 minutes, and each time it has been ended.
  const job = { schedule: [{ cron: "59 23 * * *" }] };
  await inWorld({ jobs: { job }, environment: { triggers: {} } }, async (world) => {
    await world.ledger().standing();
    const rows = world.rowsWritten();
    await world.time.runUntil(START + 6 * HOUR);
    expect(world.rings()).toBe(24);
    // One for each, as docs/limits.md says.
    expect(world.rowsWritten() - rows).toBe(24);
  });
});

describe("it rings at the time", () => {
  it("of a reminder, to the minute", async () => {
    const slack = { ...SLACK, remindEveryMs: 7 * HOUR };
    const daily = { schedule: [{ cron: "0 0 * * *" }], notify: { slack } };
    const environment = { triggers: { "0 0 * * *": ["daily"] } };
    await inWorld({ jobs: { daily }, environment, behave: always(400, 200) }, async (world) => {
      await world.runCron(START + DAY - MINUTE);
      const first = START + 10_200;
      expect(world.slack.map(({ at }) => at)).toEqual([
        first,
        first + 7 * HOUR,
        first + 14 * HOUR,
        first + 21 * HOUR,
      ]);
    });
  });

  it("at which a run can no longer be made up, though the cron is well", async () => {
    const OTHER = "*/5 * * * *";
    const jobs = {
      job: { ...JOB, catchUp: { withinMs: 10 * MINUTE, runs: "latest" }, lock: "import" },
      holder: { schedule: [], lock: "import", completion: { withinMs: 3 * HOUR } },
      other: { schedule: [{ cron: OTHER }] },
    } as const;
    const environment = { triggers: { [EACH_HOUR]: ["job"], [OTHER]: ["other"] } };
    await inWorld({ jobs, environment, behave: holderIsAccepted, from: START + MINUTE }, async (world) => {
      await world.request("/trigger", { method: "POST", body: '{"job": "holder"}' });
      await world.runCron(START + 90 * MINUTE, { drop: isFirstHour });
      expect(await history(world, "job")).toMatchObject([
        {
          status: "missed",
          endedAt: START + HOUR + 10 * MINUTE + 1,
          error: "no tick reached the ledger within 2 min; there was no time left to make it up",
        },
      ]);
    });
  });

  it("of a lease's end", async () => {
    const job = { schedule: JOB.schedule, timeoutMs: 5 * MINUTE, retry: { maxAttempts: 1 } };
    const environment = { triggers: { [EACH_HOUR]: ["job"] } };
    await inWorld({ jobs: { job }, environment, behave: always(200, 4 * MINUTE) }, async (world) => {
      world.time.at(START + MINUTE, () => world.kill("ticks"));
      await world.runCron(START + 10 * MINUTE);
      // 5 minutes and 60 s after the claim.
      expect(await history(world)).toMatchObject([{ status: "lost", endedAt: START + 10_000 + 6 * MINUTE }]);
    });
  });

  it("of the grace of each due minute, though several hundred are missed at once", async () => {
    const often = { schedule: [{ cron: "* * * * *" }], notify: { slack: SLACK } };
    await inWorld({ jobs: { a: often, b: often }, environment: { triggers: {} } }, async (world) => {
      await world.ledger().standing();
      world.setMood("refuses writes");
      await world.time.runUntil(START + 10 * HOUR);
      world.setMood("well");
      await world.ledger().standing();
      await world.time.runUntil(START + 10 * HOUR + 5_000);
      // Up to 09:58, whose grace has just ended.
      for (const job of ["a", "b"]) {
        const runs = await history(world, job);
        expect(runs.map(({ scheduledTime }) => scheduledTime)).toEqual(
          Array.from({ length: 598 }, (_, index) => START + (index + 1) * MINUTE),
        );
      }
      const told = textsOf(world).join(" ");
      for (const job of ["a", "b"]) expect(told.match(new RegExp(`\\b${job}\\b`, "g"))).toHaveLength(1);
    });
  });
});

describe("a minute that was due just before a deploy", () => {
  const other = { schedule: [{ cron: "*/30 * * * *" }], catchUp: JOB.catchUp };

  it.each([
    { why: "its tick may still come: it is watched on", deployAt: START + HOUR + MINUTE, want: ["0100Z"] },
    {
      why: "it was settled before: it is not run again",
      deployAt: START + HOUR + 90_000,
      tick: true,
      want: [],
    },
    {
      why: "the new schedule does not hold it: it is left",
      deployAt: START + HOUR + MINUTE,
      cron: "30 * * * *",
      want: [],
    },
  ])("$why", async ({ deployAt, want, tick = false, cron }) => {
    const triggers = { [EACH_HOUR]: ["job"] };
    await inWorld({ jobs: { job: JOB }, environment: { triggers } }, async (world) => {
      await world.runCron(START + HOUR + 30_000, {
        drop: ({ scheduledTime }) => scheduledTime > START && !tick,
      });
      const before = world.backend.received.length;
      await world.time.runUntil(deployAt);
      world.deploy(
        { job: cron === undefined ? other : { ...other, schedule: [{ cron }] } },
        { triggers: {} },
      );
      await world.ledger().standing();
      await world.time.runUntil(START + HOUR + 20 * MINUTE);
      expect(world.backend.received.slice(before).map(({ key }) => key.slice(-5))).toEqual(want);
    });
  });
});

it("a job that an earlier release wrote down, with less, is watched on", async () => {
  await inWorld(
    { jobs: { job: JOB }, environment: { triggers: { [EACH_HOUR]: ["job"] } } },
    async (world) => {
      await world.runCron(START + MINUTE);
      const [row] = world.sql.exec<{ state: string }>("SELECT state FROM jobs").toArray();
      const { job, schedule, watchedSince, watermark, expected, kept } = JSON.parse(
        row?.state ?? "{}",
      ) as Record<string, unknown>;
      const less = {
        job,
        schedule,
        watchedSince,
        watermark,
        expected,
        kept,
        totals: { runs: { succeeded: 1 } },
      };
      world.sql.exec("UPDATE jobs SET state = ?", JSON.stringify(less));
      world.kill();
      await world.runCron(START + HOUR + MINUTE);
      const { jobs } = await world.ledger().standing();
      expect(jobs).toMatchObject([
        {
          watchedSince,
          pauses: [],
          failingSince: null,
          missingSince: null,
          totals: {
            runs: { succeeded: 2 },
            missed: 0,
            lost: 0,
            durations: 1,
            durationMs: 200,
            latenesses: 1,
            latenessMs: 10_000,
            lastSuccessAt: START + HOUR + 10_200,
          },
        },
      ]);
    },
  );
});
