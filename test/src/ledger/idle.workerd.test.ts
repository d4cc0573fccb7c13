/** An object that executes runs is not idle, though nobody calls it. */
import { describe, expect, it } from "vitest";
import { history, SLACK } from "./kit.ts";
import { report } from "./report.ts";
import { HOUR, inWorld, MINUTE, START } from "./world.ts";

const HOURLY = { schedule: [{ cron: "0 * * * *" }], catchUp: { withinMs: HOUR, runs: "latest" } } as const;
const SLOW = { timeoutMs: 14 * MINUTE, deadlineMs: HOUR, notify: { slack: SLACK } };
const TEN_MINUTES = () => ({ status: 200, takesMs: 10 * MINUTE });
const environment = { triggers: { "0 * * * *": ["slow"] } };

describe("a run of the object's own goes on", () => {
  it("for as long as the backend takes", async () => {
    const jobs = { slow: { ...HOURLY, ...SLOW } };
    await inWorld({ jobs, environment, behave: TEN_MINUTES }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 90 * MINUTE, { drop: () => true });
      const requests = world.backend.received.map(({ at }) => (at - START) / 1000);
      report("made up in 10 min", { requests, calls: Object.fromEntries(world.calls) });
      // Missed at 01:02, and one request from then on.
      expect(requests).toEqual([3_720]);
      expect(await history(world)).toMatchObject([
        { status: "succeeded", trigger: "catch-up", endedAt: START + 72 * MINUTE },
      ]);
    });
  });

  it("in the wait before its next attempt", async () => {
    const jobs = { slow: { ...HOURLY, ...SLOW } };
    let calls = 0;
    const behave = () => {
      calls += 1;
      return calls === 1
        ? { status: 503, takesMs: 200, retryAfter: "300" }
        : { status: 200, takesMs: 90_000 };
    };
    await inWorld({ jobs, environment, behave }, async (world) => {
      await world.ledger().standing();
      await world.runCron(START + 90 * MINUTE, { drop: () => true });
      const requests = world.backend.received.map(({ at }) => (at - START) / 1000);
      expect(requests).toEqual([3_720, 4_020.2]);
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "catch-up" }]);
    });
  });

  it("by hand, when the caller has gone", async () => {
    const jobs = { slow: { schedule: [], ...SLOW } };
    await inWorld({ jobs, environment: { triggers: {} }, behave: TEN_MINUTES }, async (world) => {
      const answer = await world.request("/trigger", { method: "POST", body: '{"job": "slow"}' });
      expect(answer.status).toBe(202);
      await world.time.runUntil(START + 20 * MINUTE);
      expect(world.backend.received).toHaveLength(1);
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "manual" }]);
    });
  });
});
