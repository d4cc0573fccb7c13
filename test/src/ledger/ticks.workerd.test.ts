/** What a tick does with the ledger's verdicts, and with runs that go on for long. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { EACH_HOUR, startsOf } from "./completion-kit.ts";
import { history } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const SECOND = 1_000;
const HOURLY = { schedule: [{ cron: EACH_HOUR }] };
const ANALYTICS = { url: "https://events.test/" };

/** The level and the error of what the log says of a run in these words. */
const saidOf = (world: World, message: string): unknown[] =>
  world.lines
    .filter((line) => line.message === message)
    .map(({ level, runId, error }) => [level, runId, error]);

describe("what is due and does not run", () => {
  const job = { schedule: [{ cron: "*/5 * * * *" }], timeoutMs: 13 * MINUTE };
  const RUN = "test:job:20261123T0005Z";
  const rows: ReadonlyArray<{
    verdict: string;
    options: Partial<WorldOptions["jobs"][string]>;
    status: string;
    said: readonly [message: string, level: string];
    why: string;
  }> = [
    {
      verdict: "its lock is held",
      options: { overlap: "skip" },
      status: "skipped",
      said: ["Job job was skipped", "WARN"],
      why: "its lock job is held by test:job:20261123T0000Z since 2026-11-23T00:00:10.000Z",
    },
    {
      verdict: "it waits for its lock",
      options: { overlap: "wait" },
      status: "deferred",
      said: ["Job job was deferred: the ledger goes on with it", "WARN"],
      why: "its lock job is held by test:job:20261123T0000Z since 2026-11-23T00:00:10.000Z",
    },
    {
      verdict: "it is paused",
      options: { pause: { reason: "it moves" } },
      status: "skipped",
      said: ["Job job was skipped", "WARN"],
      why: "paused by schedules.yaml: it moves",
    },
  ];
  it.each(rows)("$verdict: in the log and for analytics", async ({ options, status, said, why }) => {
    const [message, level] = said;
    const environment = { triggers: { "*/5 * * * *": ["job"] }, analytics: ANALYTICS };
    const jobs = { job: { ...job, ...options } };
    await inWorld({ jobs, environment, behave: always(200, 8 * MINUTE) }, async (world) => {
      await world.runCron(START + 6 * MINUTE);
      expect(saidOf(world, message)).toContainEqual([level, RUN, why]);
      const told = world.events.filter(({ data }) => data["runId"] === RUN);
      expect(told).toMatchObject([
        {
          type: `cron.run.${status}`,
          data: { status, attempts: 0, statusCode: null, duration: 0, error: why },
        },
      ]);
      expect(world.backend.received.filter(({ key }) => key === RUN)).toEqual([]);
    });
  });

  it("as it was given to another delivery: the log says so, and nothing else does", async () => {
    const environment = { triggers: { [EACH_HOUR]: ["job"] }, analytics: ANALYTICS };
    await inWorld({ jobs: { job: HOURLY }, environment }, async (world) => {
      await world.runCron(START + MINUTE);
      const again = world.deliver(EACH_HOUR, START);
      await world.time.runUntil(START + 2 * MINUTE);
      expect(await again).toBeNull();
      expect(saidOf(world, "Job job is not run again")).toEqual([
        ["INFO", "test:job:20261123T0000Z", "the run succeeded at 2026-11-23T00:00:10.200Z"],
      ]);
      expect(world.events).toHaveLength(1);
    });
  });

  it("paused in the file, while the ledger does not answer: skipped all the same", async () => {
    const environment = { triggers: { [EACH_HOUR]: ["job"] } };
    const jobs = { job: { ...HOURLY, pause: { reason: "it moves" } } };
    await inWorld({ jobs, environment }, async (world) => {
      world.setMood("hangs");
      await world.runCron(START + MINUTE);
      expect(saidOf(world, "Job job was skipped")).toEqual([
        ["WARN", "test:job:20261123T0000Z", "paused by schedules.yaml: it moves"],
      ]);
      expect(saidOf(world, "ledger unavailable: what is due runs all the same, possibly twice")).toEqual([
        ["ERROR", undefined, "no answer within 2 s"],
      ]);
      expect(world.backend.received).toEqual([]);
    });
  });
});

/** The first answer asks for the second attempt in 20 minutes. */
const laterOnce = ({ attempt }: ReceivedCall): Behaviour =>
  attempt === 1 ? { status: 503, takesMs: 200, retryAfter: "1200" } : { status: 200, takesMs: 200 };

describe("a spread", () => {
  it("delays a run's begin, and not what goes on later, nor what is wanted by hand", async () => {
    const jobs = { job: { ...HOURLY, deadlineMs: HOUR, spreadDelayMs: 40 * SECOND } };
    const environment = { triggers: { [EACH_HOUR]: ["job"] } };
    await inWorld({ jobs, environment, behave: laterOnce }, async (world) => {
      await world.runCron(START + 30 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["job", 50],
        ["job", 20 * 60 + 50.2],
      ]);
      const runId = "test:job:manual-1";
      const run = { job: "job", runId, scheduledTime: null, correlationId: "c-1" };
      await world.ledger().trigger({ tick: "t", by: "SOMEONE", runs: [run] });
      await world.time.runUntil(START + 31 * MINUTE);
      expect(startsOf(world).at(-1)).toEqual(["job", 30 * 60]);
    });
  });
});

describe("a run that the backend is asked about again and again", () => {
  it("keeps its first attempt and its last 49, and all are one run", async () => {
    const job = { ...HOURLY, timeoutMs: 30 * SECOND, retry: { on: ["timeout"] } } as const;
    const environment = { triggers: { [EACH_HOUR]: ["job"] } };
    // After its first attempt has timed out, the backend answers 409 every 10 s, for 12 minutes.
    await inWorld({ jobs: { job }, environment, behave: always(200, 12 * MINUTE) }, async (world) => {
      await world.runCron(START + 14 * MINUTE);
      const [run, ...others] = await history(world);
      expect(others).toEqual([]);
      expect(run).toMatchObject({ status: "succeeded", attempts: { length: 50 } });
      expect(world.backend.received.length).toBeGreaterThan(60);
      const [first, ...last] = run?.attempts ?? [];
      const asked = world.backend.received.map(({ at }) => at);
      expect([first?.startedAt, ...last.map(({ startedAt }) => startedAt)]).toEqual([
        asked[0],
        ...asked.slice(-49),
      ]);
      expect([first?.attempt, last.at(-1)?.attempt]).toEqual([1, 2]);
    });
  });
});
