/** The history: its pages while runs are under way, how long it is kept, and what writing it costs. */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { EACH_HOUR, send } from "./completion-kit.ts";
import { history } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const HOURLY = { schedule: [{ cron: EACH_HOUR }] };

/** The ids of all runs, page by page. */
async function pagesOf(world: World, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  do {
    const page = await world.ledger().runs({ limit, ...(before !== undefined && { before }) });
    expect(page.runs.length).toBeLessThanOrEqual(limit);
    ids.push(...page.runs.map(({ runId }) => runId));
    before = page.before ?? undefined;
  } while (before !== undefined);
  return ids;
}

/** Puts runs of the past into the history, the newest first. */
function fill(world: World, job: string, count: number, newestAt: number, apartMs = MINUTE): void {
  world.sql.exec(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
     INSERT INTO runs (job, at, run_id, scheduled_time, trigger, status, correlation_id, claimed_at, started_at,
       ended_at, attempts, events)
     SELECT ?1, ?3 - i * ?4, 'test:' || ?1 || ':' || i, ?3 - i * ?4, 'cron', 'succeeded', 'c', 0, 0, 0, '[]', '[]'
     FROM n`,
    job,
    count,
    newestAt,
    apartMs,
  );
  const [row] = world.sql.exec<{ state: string }>("SELECT state FROM jobs WHERE job = ?", job).toArray();
  const state = { ...(JSON.parse(row?.state ?? "{}") as object), kept: count };
  world.sql.exec("UPDATE jobs SET state = ? WHERE job = ?", JSON.stringify(state), job);
  world.kill();
}

describe("the history, while runs are under way", () => {
  const often = { schedule: [{ cron: "*/5 * * * *" }], overlap: "allow", timeoutMs: 14 * MINUTE } as const;
  const options = {
    jobs: { a: often, b: often },
    environment: { triggers: { "*/5 * * * *": ["a", "b"] }, concurrency: 2 },
    behave: always(200, 12 * MINUTE),
  } satisfies WorldOptions;
  const SINCE = START + 23 * MINUTE;

  it.each([1, 2, 3, 7])("in pages of %i: each run is there once, newest first", async (limit) => {
    await inWorld(options, async (world) => {
      await world.runCron(SINCE);
      const ids = await pagesOf(world, limit);
      const minutes = ["20", "15", "10", "05", "00"];
      expect(ids).toEqual(minutes.flatMap((at) => [`test:b:20261123T00${at}Z`, `test:a:20261123T00${at}Z`]));
    });
  });

  it("in pages of one: runs of one job and one minute too, all in the same order as on one page", async () => {
    await inWorld(
      { jobs: { job: HOURLY }, environment: { triggers: { [EACH_HOUR]: ["job"] } } },
      async (world) => {
        await world.runCron(START + MINUTE);
        for (let times = 0; times < 2; times += 1) {
          await send(world, "/trigger", { job: "job", scheduledTime: "2026-11-23T00:00:00Z", force: true });
        }
        const ids = ["#3", "#2", ""].map((end) => `test:job:20261123T0000Z${end}`);
        expect(await pagesOf(world, 10)).toEqual(ids);
        expect(await pagesOf(world, 1)).toEqual(ids);
      },
    );
  });

  it.each([
    { query: { job: "a" }, want: ["a 20", "a 15", "a 10", "a 05", "a 00"] },
    { query: { status: "running" }, want: ["b 20", "a 20", "b 15", "a 15"] },
    { query: { status: "succeeded", job: "b" }, want: ["b 10", "b 05", "b 00"] },
    { query: { status: "failed" }, want: [] },
  ] as const)("by $query", async ({ query, want }) => {
    await inWorld(options, async (world) => {
      // Of 00:10 the answer came at 00:22:10.
      await world.runCron(SINCE);
      const { runs, before } = await world.ledger().runs({ ...query, limit: 10 });
      expect(runs.map(({ job, runId }) => `${job} ${runId.slice(-3, -1)}`)).toEqual(want);
      expect(before).toBeNull();
    });
  });
});

const countOf = async (world: World, job: string): Promise<number> => (await history(world, job)).length;

describe("the history of a job", () => {
  const environment = { triggers: { [EACH_HOUR]: ["job"] } };

  it.each([
    // Two go for each one that comes, and so four hours leave four less.
    { why: "beyond 10,000 in all", job: 6_000, other: 4_010, ageDays: 4, want: 5_996 },
    { why: "no more than that goes", job: 6_000, other: 4_001, ageDays: 4, want: 5_999 },
    { why: "10,000 in all may stay", job: 6_000, other: 3_996, ageDays: 4, want: 6_004 },
    { why: "what is younger than 3 days stays", job: 1_000, other: 9_500, ageDays: 2, want: 1_004 },
    { why: "the last 50 of a job stay", job: 50, other: 9_990, ageDays: 4, want: 50 },
    {
      why: "what is younger than the job's catchUp stays",
      job: 6_000,
      other: 4_010,
      ageDays: 4,
      catchUp: { withinMs: 9 * DAY, runs: "latest" },
      want: 6_004,
    },
  ] as const)("$why", async ({ job, other, ageDays, want, ...more }) => {
    const jobs = { job: { ...HOURLY, ...more }, other: { schedule: [] } };
    await inWorld({ jobs, environment, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      fill(world, "job", job, START - ageDays * DAY);
      fill(world, "other", other, START - ageDays * DAY);
      await world.runCron(START + 3 * HOUR + MINUTE);
      expect(await countOf(world, "job")).toBe(want);
      expect(await countOf(world, "other")).toBe(other);
    });
  });
});

describe("what is written", () => {
  const often = { schedule: [{ cron: "*/5 * * * *" }] };
  const environment = { triggers: { "*/5 * * * *": ["job"] } };

  it("is at most 3 rows a run, with the removal of another, and 2 a tick", async () => {
    await inWorld({ jobs: { job: often }, environment, from: START - MINUTE }, async (world) => {
      await world.ledger().standing();
      // As many as there are in 30 days.
      const kept = 30 * 288;
      fill(world, "job", kept, START - 5 * MINUTE, 5 * MINUTE);
      await world.runCron(START + HOUR - MINUTE);
      const [rows, claims] = [world.rowsWritten(), world.calls.get("claim") ?? 0];
      await world.runCron(START + 2 * HOUR - MINUTE);
      expect((world.calls.get("claim") ?? 0) - claims).toBe(12);
      expect(world.rowsWritten() - rows).toBeLessThanOrEqual(12 * (3 + 2));
      expect(await history(world)).toHaveLength(kept);
    });
  });

  it("is no more than the alarm where a run is claimed that is known already", async () => {
    await inWorld({ jobs: { job: often }, environment }, async (world) => {
      await world.runCron(START + MINUTE);
      const rows = world.rowsWritten();
      void world.deliver("*/5 * * * *", START);
      await world.time.runUntil(START + 2 * MINUTE);
      expect(world.calls.get("claim")).toBe(2);
      expect(world.rowsWritten() - rows).toBeLessThanOrEqual(1);
    });
  });
});

it("a run that failed before its first attempt has no attempt, and did not start", async () => {
  const jobs = { job: { ...HOURLY, auth: { bearer: "OTHER_TOKEN" } } };
  await inWorld({ jobs, environment: { triggers: { [EACH_HOUR]: ["job"] } } }, async (world) => {
    await world.runCron(START + MINUTE);
    expect(await history(world)).toMatchObject([
      { status: "failed", startedAt: null, statusCode: null, attempts: [], endedAt: START + 10_000 },
    ]);
    const { jobs: standing } = await world.ledger().standing();
    expect(standing[0]?.totals).toMatchObject({ runs: { failed: 1 }, durations: 0, latenesses: 0 });
  });
});

it("a run by hand under the caller's own key stands at the time of the call, also where it is skipped", async () => {
  const jobs = { job: { ...HOURLY, timeoutMs: 5 * MINUTE } };
  const environment = { triggers: { [EACH_HOUR]: ["job"] } };
  await inWorld({ jobs, environment, behave: always(200, 4 * MINUTE) }, async (world) => {
    await world.runCron(START + MINUTE);
    const runId = "test:job:key-0a1b2c3d";
    const run = { job: "job", runId, scheduledTime: null, correlationId: "c-1" };
    await world.ledger().trigger({ tick: "t", by: "SOMEONE", runs: [run] });
    expect(await world.ledger().run(runId)).toMatchObject({
      status: "skipped",
      scheduledTime: null,
      claimedAt: START + MINUTE,
      by: "SOMEONE",
    });
    await world.runCron(START + HOUR - MINUTE);
    expect(await pagesOf(world, 1)).toEqual([runId, "test:job:20261123T0000Z"]);
  });
});

/** The first run fails, and the second takes 4 minutes. */
const failingFirst = ({ at }: ReceivedCall): Behaviour =>
  at < START + HOUR ? { status: 400, takesMs: 200 } : { status: 200, takesMs: 4 * MINUTE };

it("a past minute that is not run, as its lock is held, keeps what is known of it", async () => {
  const jobs = { job: { ...HOURLY, timeoutMs: 5 * MINUTE } };
  const environment = { triggers: { [EACH_HOUR]: ["job"] } };
  await inWorld({ jobs, environment, behave: failingFirst }, async (world) => {
    await world.runCron(START + HOUR + MINUTE);
    const before = await world.ledger().run("test:job:20261123T0000Z");
    expect(before).toMatchObject({ status: "failed" });
    const backfill = { job: "job", scheduledTime: "2026-11-23T00:00:00Z" };
    expect(await send(world, "/trigger", backfill)).toMatchObject({
      status: 409,
      body: { runs: [{ status: "skipped" }] },
    });
    expect(await world.ledger().run("test:job:20261123T0000Z")).toEqual(before);
  });
});
