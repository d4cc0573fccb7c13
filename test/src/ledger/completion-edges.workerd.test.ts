/** Completions at the edges: which runs are the backend's to end, and one run is one failure and one in the sums. */
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../../src/ledger/protocol.ts";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import {
  complete,
  completeNow,
  EACH_HOUR,
  LONG,
  NEXT,
  OPTIONS,
  RUN,
  send,
  startsOf,
  statusOf,
  textsOf,
} from "./completion-kit.ts";
import { history, SLACK } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const SECOND = 1_000;
const LOST_AT = START + 10_200 + 30 * MINUTE;
const AFTER_TWO = { ...LONG, notify: { slack: { ...SLACK, after: 2 } } } as const;
const PLAIN = { schedule: LONG.schedule, notify: { slack: SLACK } } as const;

/** The first attempt fails in its way, the second is accepted. */
const acceptedAtSecond =
  (first: Behaviour) =>
  ({ attempt }: ReceivedCall): Behaviour =>
    attempt === 1 ? first : { status: 202, takesMs: 200 };
const askedToWait = acceptedAtSecond({ status: 503, takesMs: 200, retryAfter: "10" });

const totalsOf = async (world: World): Promise<unknown> =>
  (await world.ledger().standing()).jobs.find(({ job }) => job === "long")?.totals;

describe("a run that is completed as failed between two attempts", () => {
  it.each([
    { first: "answered 503 with Retry-After", behave: askedToWait, secondAt: 20_200 },
    {
      first: "timed out",
      behave: acceptedAtSecond({ status: 503, takesMs: 200, losesAnswer: true }),
      secondAt: 16_000,
    },
  ])("goes on where the second is accepted; the first $first", async ({ behave, secondAt }) => {
    const jobs = { long: { ...LONG, timeoutMs: 5_000, retry: { on: ["503", "timeout"] } } };
    await inWorld({ ...OPTIONS, jobs, behave }, async (world) => {
      world.time.at(START + 12 * SECOND, () => completeNow(world, "failed"));
      await world.runCron(START + 10 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["long", secondAt / 1000],
      ]);
      expect(await world.ledger().run(RUN)).toMatchObject({
        status: "running",
        acceptedAt: START + secondAt + 200,
        attempts: [{ attempt: 1 }, { attempt: 2 }],
        events: [{ status: "failed" }, { status: "running" }],
      });
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long"]);

      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      await world.time.runUntil(START + 12 * MINUTE);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long", "🟢 test: 1 job recovered: long"]);
      const [run, ...others] = await history(world);
      expect([run?.status, others]).toEqual(["succeeded", []]);
      expect(await totalsOf(world)).toMatchObject({
        runs: { failed: 1, succeeded: 1 },
        durations: 1,
        durationMs: (run?.endedAt ?? 0) - START - 10 * SECOND,
      });
    });
  });

  it("stays failed where it was completed after the request that is accepted", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("before", "renew", () => completeNow(world, "failed"));
      await world.runCron(START + 10 * MINUTE);
      expect(await history(world)).toMatchObject([{ status: "failed", attempts: [{ statusCode: 202 }] }]);
      expect(await complete(world, "succeeded")).toMatchObject({ status: 409 });
    });
  });
});

describe("one run is one failure, with after: 2", () => {
  const options = { ...OPTIONS, jobs: { long: AFTER_TWO } } satisfies WorldOptions;
  const alert = ["🔴 test: 1 job failed: long"];

  it("that is lost, and then completed as failed", async () => {
    await inWorld(options, async (world) => {
      await world.runCron(START + 40 * MINUTE);
      expect(await complete(world, "failed")).toMatchObject({ status: 200 });
      await world.time.runUntil(START + 50 * MINUTE);
      expect(textsOf(world)).toEqual([]);
      await world.runCron(START + HOUR + 40 * MINUTE);
      expect(textsOf(world)).toEqual(alert);
    });
  });

  it.each(["failed", "lost"])("that is completed as failed, accepted anew, and then %s", async (end) => {
    await inWorld({ ...options, behave: askedToWait }, async (world) => {
      world.time.at(START + 15 * SECOND, () => completeNow(world, "failed"));
      await world.runCron(START + 10 * MINUTE);
      if (end === "failed") await complete(world, "failed");
      await world.time.runUntil(START + 50 * MINUTE);
      expect(await statusOf(world)).toBe(end);
      expect(textsOf(world)).toEqual([]);
      await world.runCron(START + HOUR + 40 * MINUTE);
      expect(textsOf(world)).toEqual(alert);
    });
  });

  it("that is lost, and whose tick says later that it failed", async () => {
    const jobs = { long: { ...PLAIN, notify: AFTER_TWO.notify } };
    await inWorld({ ...options, jobs, behave: () => ({ status: 503, takesMs: 200 }) }, async (world) => {
      world.once("before", "record", () => world.kill("ticks"));
      await world.runCron(START + 10 * MINUTE);
      const [lost] = await history(world);
      expect(lost?.status).toBe("lost");
      await world.ledger().record(recordOf(lost?.correlationId ?? ""));
      await world.time.runUntil(START + 20 * MINUTE);
      expect(await statusOf(world)).toBe("failed");
      expect(textsOf(world)).toEqual([]);
    });
  });

  it("nor is it told anew where another run has succeeded meanwhile", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + HOUR + 10 * MINUTE);
      await complete(world, "succeeded", { runId: NEXT });
      expect(await complete(world, "failed")).toMatchObject({ status: 200 });
      await world.time.runUntil(START + HOUR + 20 * MINUTE);
      expect(textsOf(world)).toEqual([...alert, "🟢 test: 1 job recovered: long"]);
    });
  });
});

it("a run that is lost and then completed is once in the sums of times", async () => {
  await inWorld(OPTIONS, async (world) => {
    await world.runCron(START + 40 * MINUTE);
    const times = { durations: 1, latenesses: 1, latenessMs: 10 * SECOND };
    expect(await totalsOf(world)).toMatchObject({ ...times, durationMs: LOST_AT - START - 10 * SECOND });
    await complete(world, "succeeded");
    const endedAt = (await history(world))[0]?.endedAt ?? 0;
    expect(endedAt).toBeGreaterThan(LOST_AT);
    expect(await totalsOf(world)).toMatchObject({
      ...times,
      runs: { lost: 1, succeeded: 1 },
      lost: 1,
      durationMs: endedAt - START - 10 * SECOND,
    });
  });
});

const NO_COMPLETION =
  "The run is not completed: its job has no `completion`, so the answer to its request ends it";

/** Refused, and nothing has changed. */
async function expectRefused(world: World, status: string, why: string, runId = RUN): Promise<void> {
  const before = await world.ledger().run(runId);
  for (const said of ["failed", "succeeded"]) {
    expect(await complete(world, said, { runId })).toMatchObject({ status: 409, body: { error: why } });
  }
  expect(before?.status).toBe(status);
  expect(await world.ledger().run(runId)).toEqual(before);
}

describe("of a job without completion a completion is refused", () => {
  it("where the run was skipped in a pause", async () => {
    const jobs = { long: { ...PLAIN, pause: { reason: "the backend moves" } } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      await world.runCron(START + MINUTE);
      await expectRefused(world, "skipped", NO_COMPLETION);
      await world.time.runUntil(START + 10 * MINUTE);
      expect(world.slack).toEqual([]);
    });
  });

  it("where the run was lost", async () => {
    await inWorld({ ...OPTIONS, jobs: { long: PLAIN } }, async (world) => {
      world.once("before", "record", () => world.kill("ticks"));
      await world.runCron(START + 10 * MINUTE);
      await expectRefused(world, "lost", NO_COMPLETION);
    });
  });

  it("where the run was missed, and is to be made up", async () => {
    const long = { ...PLAIN, lock: "import", catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    const other = { schedule: [], lock: "import", completion: { withinMs: HOUR } } as const;
    const options = { ...OPTIONS, jobs: { long, other }, from: START - 5 * MINUTE };
    await inWorld(options, async (world) => {
      await send(world, "/trigger", { job: "other" });
      await world.runCron(START + 10 * MINUTE, { drop: () => true });
      await expectRefused(world, "missed", NO_COMPLETION);
    });
  });

  it("but not where the backend had accepted it, and a deploy took completion away", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 35 * MINUTE);
      expect(await statusOf(world)).toBe("lost");
      world.deploy({ long: PLAIN }, { triggers: { [EACH_HOUR]: ["long"] } });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
    });
  });
});

describe("a run that was never sent is not the backend's to end", () => {
  const UNSENT = "The run is not completed: it has not been sent yet";

  it("skipped in a pause", async () => {
    const jobs = { long: { ...LONG, pause: { reason: "the backend moves" } } };
    await inWorld({ ...OPTIONS, jobs }, async (world) => {
      await world.runCron(START + MINUTE);
      await expectRefused(world, "skipped", "The run is not completed: it was skipped, and never sent");
    });
  });

  it("waiting for its lock: it starts when that is free", async () => {
    const jobs = {
      long: { ...LONG, lock: "import" },
      b: { ...LONG, schedule: [{ cron: "1 * * * *" }], lock: "import", overlap: "wait" },
    } as const;
    const environment = { triggers: { [EACH_HOUR]: ["long"], "1 * * * *": ["b"] } };
    await inWorld({ ...OPTIONS, jobs, environment }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      await expectRefused(world, "deferred", UNSENT, "test:b:20261123T0001Z");
      completeNow(world, "succeeded");
      await world.runCron(START + 6 * MINUTE);
      expect(startsOf(world).map(([job]) => job)).toEqual(["long", "b"]);
    });
  });

  it("deferred before its first attempt, behind a run of its tick", async () => {
    const catchUp = { withinMs: HOUR, runs: "latest" } as const;
    const jobs = { long: { ...LONG, lock: "import" }, b: { ...LONG, lock: "import", catchUp } };
    const environment = { triggers: { [EACH_HOUR]: ["long", "b"] } };
    await inWorld({ ...OPTIONS, jobs, environment }, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      await expectRefused(world, "deferred", UNSENT, "test:b:20261123T0000Z");
    });
  });

  it("dropped before its first attempt; after one it is", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.ledger().record({ ...recordOf("one"), status: "dropped", attempts: [] });
      await expectRefused(world, "dropped", "The run is not completed: it was dropped, and never sent");
      await world.ledger().record({ ...recordOf("two"), status: "dropped" });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
    });
  });

  it.each([
    { status: "missed", catchUp: null },
    { status: "superseded", catchUp: { withinMs: 3 * HOUR, runs: "latest" } },
  ] as const)(
    "$status: it may have been sent, by a tick that could not tell",
    async ({ status, catchUp }) => {
      const lock = "import";
      const other = { schedule: [], lock, completion: { withinMs: 3 * HOUR } };
      const options = { ...OPTIONS, jobs: { long: { ...LONG, lock, catchUp }, other } };
      await inWorld({ ...options, from: START - 5 * MINUTE }, async (world) => {
        await send(world, "/trigger", { job: "other" });
        await world.runCron(START + HOUR + 10 * MINUTE, { drop: () => true });
        expect(await statusOf(world)).toBe(status);
        expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      });
    },
  );

  it("sent before, it is: what waits to be sent again need not be where it has succeeded", async () => {
    const wait = { ...LONG, lock: "import", overlap: "wait" } as const;
    const other = { ...wait, schedule: [], completion: { withinMs: 3 * HOUR } } as const;
    await inWorld({ ...OPTIONS, jobs: { long: wait, other } }, async (world) => {
      await world.runCron(START + 35 * MINUTE);
      expect(await statusOf(world)).toBe("lost");
      await send(world, "/trigger", { job: "other" });
      await send(world, "/trigger", { job: "long", scheduledTime: "2026-11-23T00:00:00Z" });
      expect(await statusOf(world)).toBe("deferred");
      expect(await complete(world, "failed")).toMatchObject({
        status: 409,
        body: { error: "The run is not completed: it is to be sent again" },
      });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await statusOf(world)).toBe("succeeded");
    });
  });
});

it("a message is kept as plain text, without control characters and halves of characters", async () => {
  await inWorld(OPTIONS, async (world) => {
    await world.runCron(START + MINUTE);
    const message = " \u0000one\u001b[31m\r\ntwo\tthree\u0085 \ud83d";
    const { body } = await complete(world, "failed", { message });
    const plain = "one[31m\ntwo\tthree \ufffd";
    expect(body["run"]).toMatchObject({ error: plain });
    expect(await world.ledger().run(RUN)).toMatchObject({
      events: [{}, { why: `the backend completed it: ${plain}` }],
    });
    expect(world.lines).toContainEqual(expect.objectContaining({ message: "Job long failed", error: plain }));
  });
});

/** What a tick tells of the run in the end. */
function recordOf(correlationId: string): RunRecord {
  const startedAt = START + 10 * SECOND;
  const attempt = { attempt: 1, startedAt, durationMs: 200, statusCode: 503, error: "503" };
  return {
    job: "long",
    runId: RUN,
    tick: "late",
    correlationId,
    trigger: "cron",
    scheduledTime: START,
    status: "failed",
    startedAt,
    endedAt: startedAt + 200,
    statusCode: 503,
    error: "the backend answered 503",
    attempts: [attempt],
  };
}
