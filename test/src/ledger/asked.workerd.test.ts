/** `POST /trigger` and the ledger: what the answer says where the ledger tells only a part, and which keys may be sent. */
import { describe, expect, it } from "vitest";
import { EACH_HOUR, send } from "./completion-kit.ts";
import { inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const OPTIONS = {
  jobs: { job: { name: "The Job", schedule: [{ cron: EACH_HOUR }] } },
  environment: { triggers: { [EACH_HOUR]: ["job"] } },
} satisfies WorldOptions;

const post = async (world: World, key: string, body: object = { job: "job" }) => {
  const headers = { "Idempotency-Key": key };
  const response = await world.request("/trigger", { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
};

describe("a run by hand that the ledger has taken, and whose results it can't tell", () => {
  it("is under way: 202, and where to look", async () => {
    await inWorld(OPTIONS, async (world) => {
      world.once("after", "trigger", () => world.setMood("throws"));
      const { status, body } = await send(world, "/trigger", { job: "job" });
      expect(status).toBe(202);
      const [run] = body["runs"] as ReadonlyArray<Record<string, unknown>>;
      expect(run).toMatchObject({
        name: "The Job",
        status: "running",
        trigger: "manual",
        by: "ERIFY_CRON_TOKEN",
        url: `/runs/${String(run?.["runId"])}`,
      });
      for (const name of ["startedAt", "endedAt", "error"]) expect(run).not.toHaveProperty(name);
      world.setMood("well");
      await world.time.runUntil(START + MINUTE);
      expect(await world.ledger().run(String(run?.["runId"]))).toMatchObject({ status: "succeeded" });
      expect(world.backend.received).toHaveLength(1);
    });
  });
});

describe("a caller's own key", () => {
  it("is refused beside a past minute, which has its own", async () => {
    await inWorld(OPTIONS, async (world) => {
      await world.time.runUntil(START + MINUTE);
      const { status, body } = await post(world, "k", { job: "job", scheduledTime: "2026-11-23T00:00:00Z" });
      expect(status).toBe(400);
      expect(body["error"]).toBe("A backfill runs under the id of its minute: leave the Idempotency-Key out");
      expect(world.backend.received).toEqual([]);
    });
  });

  it("that is empty is none: each call is a run of its own", async () => {
    await inWorld(OPTIONS, async (world) => {
      for (let times = 0; times < 2; times += 1) expect((await post(world, "")).status).toBe(200);
      expect(new Set(world.backend.received.map(({ key }) => key)).size).toBe(2);
    });
  });

  it("makes no run of a minute: it has no scheduled time, and no lateness", async () => {
    const environment = { ...OPTIONS.environment, analytics: { url: "https://events.test/" } };
    await inWorld({ ...OPTIONS, environment }, async (world) => {
      await world.time.runUntil(START + 30_000);
      const { body } = await post(world, "import-42");
      const [run] = body["runs"] as ReadonlyArray<Record<string, unknown>>;
      expect(run).toMatchObject({
        status: "succeeded",
        runId: expect.stringMatching(/^test:job:manual-[0-9a-f]{32}$/),
      });
      expect(run?.["scheduledTime"] ?? null).toBeNull();
      expect(world.events).toMatchObject([{ data: { runId: run?.["runId"], scheduledTime: null } }]);
      const { jobs } = await world.ledger().standing();
      expect(jobs[0]?.totals).toMatchObject({
        runs: { succeeded: 1 },
        durations: 1,
        latenesses: 0,
        latenessMs: 0,
      });
    });
  });
});

it("the minute that is now may be asked for as a past one", async () => {
  await inWorld(OPTIONS, async (world) => {
    const now = { job: "job", scheduledTime: "2026-11-23T00:00:00Z" };
    expect((await send(world, "/trigger", now)).status).toBe(200);
    expect(world.backend.received.map(({ key }) => key)).toEqual(["test:job:20261123T0000Z"]);
  });
});
