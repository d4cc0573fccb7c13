/** Work that the backend takes over with 202 and completes later: `completion`. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import {
  EACH_HOUR,
  LONG,
  OPTIONS,
  RUN,
  NEXT,
  ACCEPTED,
  send,
  complete,
  completeNow,
  askedLater,
  textsOf,
  startsOf,
  statusOf,
} from "./completion-kit.ts";
import { history } from "./kit.ts";
import { HOUR, inWorld, MINUTE, START, TOKEN, type WorldOptions } from "./world.ts";

describe("a run that the backend accepts", () => {
  it("goes on until it is completed, and the tick does not wait for that", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.time.runUntil(START + 10_000);
      const ended = world.deliver(EACH_HOUR, START);
      await world.time.runUntil(START + 11_000);
      expect(await ended).toBeNull();
      expect(world.calls.get("record")).toBeUndefined();
      expect(world.calls.get("renew")).toBe(1);
      const shown = await (await world.request(`/runs/${RUN}`)).json();
      expect(shown).toMatchObject({
        run: {
          status: "running",
          startedAt: "2026-11-23T00:00:10.000Z",
          acceptedAt: "2026-11-23T00:00:10.200Z",
          completeBy: "2026-11-23T00:30:10.200Z",
          attempts: 1,
          statusCode: 202,
        },
      });
      expect(world.lines).toContainEqual(
        expect.objectContaining({
          level: "INFO",
          message: "Job long was accepted",
          statusCode: 202,
          completeBy: "2026-11-23T00:30:10.200Z",
        }),
      );

      await world.time.runUntil(START + 20 * MINUTE);
      const { status, body } = await complete(world, "succeeded", { message: "1,203 parties" });
      expect(status).toBe(200);
      const endedAt = (await history(world))[0]?.endedAt ?? 0;
      expect(endedAt - START - 20 * MINUTE).toBeLessThan(1_000);
      expect(body).toMatchObject({
        environment: "test",
        run: {
          status: "succeeded",
          trigger: "cron",
          startedAt: "2026-11-23T00:00:10.000Z",
          endedAt: new Date(endedAt).toISOString(),
          duration: endedAt - START - 10_000,
          attempts: 1,
          statusCode: 202,
          events: [
            { at: "2026-11-23T00:00:10.200Z", status: "running", why: "the backend accepted it" },
            { status: "succeeded", why: "the backend completed it: 1,203 parties" },
          ],
        },
      });
      expect(await (await world.request("/runs")).json()).toMatchObject({ runs: [body["run"]] });
      expect(world.slack).toEqual([]);
    });
  });

  it("is two events for analytics, one log line for its end, and one run in the sums", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      completeNow(world, "succeeded");
      await world.time.runUntil(world.time.now() + 1_000);
      const run = await world.ledger().run(RUN);
      const ofRun = { runId: RUN, trigger: "cron", scheduledTime: "2026-11-23T00:00:00.000Z", attempts: 1 };
      expect(world.events).toMatchObject([
        { id: `${run?.correlationId}:running`, type: "cron.run.running", data: { ...ofRun, duration: 200 } },
        {
          id: `${run?.correlationId}:succeeded`,
          type: "cron.run.succeeded",
          data: { ...ofRun, duration: 10 * MINUTE - 10_000, error: null },
        },
      ]);
      const ends = world.lines.filter(({ message }) => message === "Job long completed successfully");
      expect(ends).toMatchObject([{ runId: RUN, duration: 10 * MINUTE - 10_000 }]);
      const { jobs } = await world.ledger().standing();
      expect(jobs[0]?.totals).toMatchObject({
        runs: { succeeded: 1 },
        durations: 1,
        durationMs: 10 * MINUTE - 10_000,
        latenesses: 1,
        latenessMs: 10_000,
        lastSuccessAt: START + 10 * MINUTE,
      });
    });
  });

  it.each([
    { why: "another 2xx", jobs: { long: LONG }, behave: always(200, 200) },
    {
      why: "a 202 to a job without completion",
      jobs: { long: { schedule: LONG.schedule } },
      behave: always(202, 200),
    },
  ])("$why ends it at once", async ({ jobs, behave }) => {
    await inWorld({ ...OPTIONS, jobs, behave }, async (world) => {
      await world.runCron(START + MINUTE);
      expect(await history(world)).toMatchObject([{ status: "succeeded", endedAt: ACCEPTED, events: [] }]);
      expect(world.calls.get("renew")).toBeUndefined();
    });
  });

  it("fails by its completion: an alert, and a recovery with the next that succeeds", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      const message = `no such file, token ${TOKEN}`;
      const { body } = await complete(world, "failed", { message });
      expect(body["run"]).toMatchObject({ status: "failed", error: "no such file, token [redacted]" });
      await world.runCron(START + HOUR + 5 * MINUTE);
      completeNow(world, "succeeded", NEXT);
      await world.time.runUntil(world.time.now() + MINUTE);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long", "🟢 test: 1 job recovered: long"]);
      expect(JSON.stringify(world.lines)).not.toContain(TOKEN);
    });
  });

  it("by hand: 202 at once, with where to look", async () => {
    await inWorld(OPTIONS, async (world) => {
      const { status, body } = await send(world, "/trigger", { job: "long" });
      expect(status).toBe(202);
      expect(world.time.now() - START).toBeLessThan(2_000);
      const [run] = body["runs"] as ReadonlyArray<Record<string, string>>;
      expect(run).toMatchObject({ status: "running", url: `/runs/${run?.["runId"]}` });
      expect(run?.["completeBy"]).toBe("2026-11-23T00:30:00.200Z");
      expect(await complete(world, "succeeded", { runId: run?.["runId"] ?? "" })).toMatchObject({
        status: 200,
        body: { run: { status: "succeeded", trigger: "manual", by: "ERIFY_CRON_TOKEN" } },
      });
    });
  });

  it("is not run again, by the tick's second delivery nor by hand", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      void world.deliver(EACH_HOUR, START);
      await world.time.runUntil(START + 11 * MINUTE);
      const backfill = { job: "long", scheduledTime: "2026-11-23T00:00:00Z", force: true };
      expect(await send(world, "/trigger", backfill)).toMatchObject({
        status: 202,
        body: { runs: [{ runId: RUN, status: "running" }] },
      });
      expect(startsOf(world)).toEqual([["long", 10]]);
    });
  });

  it("goes on in a pause, and past a deploy that takes its job away", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 5 * MINUTE);
      await send(world, "/jobs/long/pause", { reason: "the backend moves" });
      world.deploy({ other: LONG }, { triggers: { [EACH_HOUR]: ["other"] } });
      await world.runCron(START + 10 * MINUTE);
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await history(world, "long")).toMatchObject([
        { status: "succeeded", attempts: [{ attempt: 1 }] },
      ]);
    });
  });
});

describe("an acceptance", () => {
  it("of an execution whose run is being run again changes nothing: that one's will count", async () => {
    await inWorld({ ...OPTIONS, behave: always(202, 20_000) }, async (world) => {
      await world.runCron(START + 15_000);
      const of = { job: "long", tick: "lost", trigger: "cron", scheduledTime: START, attempts: [] } as const;
      const stale = { runId: RUN, correlationId: "another", leaseUntil: START + HOUR };
      const accepted = { ...of, acceptedAt: START + 12_000 };
      expect(await world.ledger().renew({ ...stale, accepted })).toBe(false);
      expect(await world.ledger().run(RUN)).not.toHaveProperty("acceptedAt");
    });
  });
});

describe("a completion", () => {
  it("may be repeated, and not taken back", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      const first = await complete(world, "succeeded", { message: "done" });
      const rows = world.rowsWritten();
      expect(await complete(world, "succeeded")).toMatchObject({
        status: 200,
        body: { run: first.body["run"] },
      });
      expect(await complete(world, "failed")).toMatchObject({
        status: 409,
        body: {
          error: expect.stringMatching(
            /^The run is not completed: it has succeeded already, at 2026-11-23T00:10/,
          ),
          run: first.body["run"],
        },
      });
      expect(world.rowsWritten()).toBe(rows);
      await world.runCron(START + HOUR + MINUTE);
      await complete(world, "failed", { runId: NEXT });
      expect(await complete(world, "succeeded", { runId: NEXT })).toMatchObject({
        status: 409,
        body: { run: { status: "failed" } },
      });
    });
  });

  it("may come before the answer 202 has been recorded: it wins, and nothing is lost of the attempt", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("before", "renew", () => completeNow(world, "succeeded"));
      await world.runCron(START + 59 * MINUTE);
      expect(await history(world)).toMatchObject([
        {
          status: "succeeded",
          startedAt: START + 10_000,
          endedAt: ACCEPTED,
          statusCode: 202,
          attempts: [{ attempt: 1, durationMs: 200 }],
        },
      ]);
      const { jobs } = await world.ledger().standing();
      expect(jobs[0]?.totals).toMatchObject({ runs: { succeeded: 1 }, durations: 1, durationMs: 200 });
      expect(world.slack).toEqual([]);
    });
  });

  it("may come while the run is still being tried: what the tick says later changes nothing", async () => {
    await inWorld({ ...OPTIONS, behave: always(503, 200) }, async (world) => {
      world.time.at(START + 10_500, () => completeNow(world, "succeeded"));
      await world.runCron(START + 5 * MINUTE);
      expect(startsOf(world)).toHaveLength(3);
      expect(await history(world)).toMatchObject([{ status: "succeeded", endedAt: START + 10_500 }]);
      expect(world.slack).toEqual([]);
    });
  });

  it("may come though the ledger's release has the job no more, and the Worker was ended before its 202", async () => {
    await inWorld({ ...OPTIONS, behave: always(202, 20_000) }, async (world) => {
      world.time.at(START + 15_000, () => world.deploy({ other: LONG }, { triggers: {} }));
      await world.runCron(START + 31_000);
      expect(await statusOf(world)).toBe("running");
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
    });
  });

  it("of a run that is deferred ends it: it is not tried again", async () => {
    const long = { ...LONG, deadlineMs: HOUR };
    await inWorld({ ...OPTIONS, jobs: { long }, behave: askedLater }, async (world) => {
      await world.runCron(START + 10 * MINUTE);
      expect(await statusOf(world)).toBe("deferred");
      expect(await complete(world, "succeeded")).toMatchObject({
        status: 200,
        body: { run: { status: "succeeded", attempts: 1, attemptLog: [{ statusCode: 503 }] } },
      });
      await world.runCron(START + 50 * MINUTE);
      expect(startsOf(world)).toHaveLength(1);
    });
  });

  const refused = [
    { body: {}, status: 400, error: 'Say how it ended: {"status": "succeeded"} or {"status": "failed"}' },
    { body: { status: "running" }, status: 400, error: "Say how it ended" },
    { body: { status: "failed", message: 7 }, status: 400, error: "message must be a text" },
    {
      body: { status: "failed", reason: "x" },
      status: 400,
      error: 'The body has the unknown key "reason"; known keys: status, message',
    },
    { body: { status: "failed", message: "x".repeat(17_000) }, status: 413, error: "The body is over" },
    {
      runId: "test:long:20250101T0000Z",
      body: { status: "failed" },
      status: 404,
      error: "Nothing is known of a run",
    },
    { runId: "nonsense", body: { status: "failed" }, status: 404, error: "Nothing is known of a run" },
  ];
  it.each(refused)("$runId $body: $status", async ({ runId = RUN, body, status, error }) => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + MINUTE);
      expect(await send(world, `/runs/${runId}/complete`, body)).toMatchObject({
        status,
        body: { error: expect.stringContaining(error) },
      });
      expect(await statusOf(world)).toBe("running");
    });
  });

  it("of a run whose job has no completion is refused while it runs", async () => {
    const jobs = { long: { schedule: LONG.schedule } };
    await inWorld({ ...OPTIONS, jobs, behave: always(200, 20_000) }, async (world) => {
      await world.runCron(START + 15_000);
      expect(await complete(world, "succeeded")).toMatchObject({
        status: 409,
        body: {
          error:
            "The run is not completed: its job has no `completion`, so the answer to its request ends it",
          run: { status: "running" },
        },
      });
    });
  });

  it("keeps 512 bytes of its message, and a run id may be encoded in the address", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + MINUTE);
      const runId = encodeURIComponent(RUN);
      const { status, body } = await complete(world, "failed", { runId, message: "é".repeat(400) });
      expect(status).toBe(200);
      expect(body["run"]).toMatchObject({ error: "é".repeat(256) });
    });
  });
});

describe("a run that is not completed in time", () => {
  it("is lost, with an alert; what the backend says later counts, and ends the failure", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 40 * MINUTE);
      const lostAt = ACCEPTED + 30 * MINUTE;
      expect(await history(world)).toMatchObject([
        {
          status: "lost",
          startedAt: START + 10_000,
          endedAt: lostAt,
          error:
            "the backend accepted it at 2026-11-23T00:00:10.200Z, and did not complete it by 2026-11-23T00:30:10.200Z",
          attempts: [{ attempt: 1 }],
        },
      ]);
      expect(world.slack).toEqual([{ at: lostAt, text: "🔴 test: 1 job failed: long" }]);

      expect((await complete(world, "succeeded")).body["run"]).not.toHaveProperty("error");
      expect(await history(world)).toMatchObject([
        {
          status: "succeeded",
          events: [{ status: "running" }, { status: "lost", at: lostAt }, { status: "succeeded" }],
        },
      ]);
      await world.time.runUntil(world.time.now() + MINUTE);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long", "🟢 test: 1 job recovered: long"]);
      expect(await complete(world, "failed")).toMatchObject({ status: 409 });
    });
  });

  it("stays a failure where the backend says later that it failed", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.runCron(START + 40 * MINUTE);
      expect(await complete(world, "failed")).toMatchObject({ status: 200 });
      await world.time.runUntil(START + 50 * MINUTE);
      expect(await history(world)).toMatchObject([
        {
          status: "failed",
          error: "the backend completed it as failed",
          events: [{}, { status: "lost" }, {}],
        },
      ]);
      expect(textsOf(world)).toEqual(["🔴 test: 1 job failed: long"]);
    });
  });

  it("is made up under its own key where catchUp allows, and accepted anew", async () => {
    const long = { ...LONG, catchUp: { withinMs: 50 * MINUTE, runs: "latest" } } as const;
    await inWorld({ ...OPTIONS, jobs: { long } }, async (world) => {
      await world.runCron(START + 55 * MINUTE);
      expect(
        world.backend.received.map(({ key, trigger, at }) => [key, trigger, (at - START) / 1000]),
      ).toEqual([
        [RUN, "cron", 10],
        [RUN, "catch-up", 1810.2],
      ]);
      expect(world.backend.effects.get(RUN)).toBe(1);
      const accepted = [{ status: "running" }, { status: "lost" }, { status: "running" }];
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "running", events: accepted });
      expect(await complete(world, "succeeded")).toMatchObject({ status: 200 });
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "catch-up" }]);
    });
  });

  it("and waits to be made up: a success takes its place, a failure is what is made up", async () => {
    // The lock is held by another job meanwhile, so the catch-up can't begin.
    const long = { ...LONG, lock: "import", catchUp: { withinMs: HOUR, runs: "latest" } } as const;
    const other = {
      schedule: [],
      lock: "import",
      overlap: "allow",
      completion: { withinMs: 3 * HOUR },
    } as const;
    await inWorld({ ...OPTIONS, jobs: { long, other } }, async (world) => {
      await world.runCron(START + 20 * MINUTE);
      await send(world, "/trigger", { job: "other" });
      await world.time.runUntil(START + 40 * MINUTE);
      expect(await world.ledger().run(RUN)).toMatchObject({ status: "lost", endedAt: null });
      expect(await complete(world, "failed")).toMatchObject({
        status: 409,
        body: {
          error: "The run is not completed: it was lost, and is to be made up",
          run: { status: "lost" },
        },
      });
      expect(await complete(world, "succeeded")).toMatchObject({
        status: 200,
        body: { run: { status: "succeeded" } },
      });
      await world.time.runUntil(START + 50 * MINUTE);
      expect(startsOf(world).map(([job]) => job)).toEqual(["long", "other"]);
    });
  });
});

/** Two jobs of the long one's minute that share its lock, with so long a catchUp. */
const sharing = (within: number): WorldOptions => {
  const catchUp = { withinMs: within, runs: "latest" } as const;
  const second = { schedule: LONG.schedule, lock: "import", catchUp } as const;
  return {
    ...OPTIONS,
    jobs: { long: { ...LONG, lock: "import" }, b: second, c: second },
    environment: { triggers: { [EACH_HOUR]: ["long", "b", "c"] }, concurrency: 3 },
    behave: ({ job }) => ({ status: job === "long" ? 202 : 200, takesMs: 5_000 }),
  };
};

describe("its lock", () => {
  const often = {
    ...LONG,
    schedule: [{ cron: "*/10 * * * *" }],
    catchUp: { withinMs: HOUR, runs: "latest" },
  } as const;
  const environment = { ...OPTIONS.environment, triggers: { "*/10 * * * *": ["long"] } };

  it("is held: with overlap: skip the next run is skipped", async () => {
    await inWorld({ ...OPTIONS, jobs: { long: often }, environment }, async (world) => {
      await world.runCron(START + 15 * MINUTE);
      expect(await history(world)).toMatchObject([
        { status: "running" },
        { status: "skipped", error: `its lock long is held by ${RUN} since 2026-11-23T00:00:10.000Z` },
      ]);
    });
  });

  it("is free with the completion: with overlap: wait the next run starts then", async () => {
    await inWorld(
      { ...OPTIONS, jobs: { long: { ...often, overlap: "wait" } }, environment },
      async (world) => {
        world.time.at(START + 25 * MINUTE, () => completeNow(world, "succeeded"));
        await world.runCron(START + 29 * MINUTE);
        expect(startsOf(world)).toEqual([
          ["long", 10],
          ["long", 25 * 60],
        ]);
      },
    );
  });

  it("with overlap: allow keeps nothing back", async () => {
    await inWorld(
      { ...OPTIONS, jobs: { long: { ...often, overlap: "allow" } }, environment },
      async (world) => {
        await world.runCron(START + 25 * MINUTE);
        expect((await history(world)).map(({ status }) => status)).toEqual(Array(3).fill("running"));
      },
    );
  });

  it("is held against the jobs of its own tick: they run one after another when it is free", async () => {
    await inWorld(sharing(HOUR), async (world) => {
      await world.runCron(START + 20 * MINUTE);
      expect((await history(world)).map(({ job, status }) => [job, status])).toEqual([
        ["b", "deferred"],
        ["c", "deferred"],
        ["long", "running"],
      ]);
      completeNow(world, "succeeded");
      await world.runCron(START + 30 * MINUTE);
      expect(startsOf(world)).toEqual([
        ["long", 10],
        ["b", 20 * 60],
        ["c", 20 * 60 + 5],
      ]);
      expect((await history(world)).map(({ status }) => status)).toEqual(Array(3).fill("succeeded"));
    });
  });

  it("is held against them no longer than their catchUp: then they are skipped", async () => {
    await inWorld(sharing(20 * MINUTE), async (world) => {
      await world.runCron(START + 38 * MINUTE);
      expect(await history(world)).toMatchObject([
        { job: "b", status: "skipped", error: "its lock import was not free within 19 min 50 s" },
        { job: "c", status: "skipped" },
        { job: "long", status: "lost" },
      ]);
      expect(startsOf(world)).toEqual([["long", 10]]);
    });
  });
});
