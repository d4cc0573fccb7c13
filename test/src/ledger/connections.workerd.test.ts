/**
 * Cloudflare gives an object six connections at once: a request beyond waits, and its timeout must not run meanwhile. Five are
 * for runs, and one for alerts.
 */
import { describe, expect, it } from "vitest";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { history } from "./kit.ts";
import { report, tally } from "./report.ts";
import { HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `job${index}`);
/** A run's lease is six minutes by itself. */
const JOB = { schedule: [], timeoutMs: 5 * MINUTE, retry: { maxAttempts: 1 } };
const TAKES_MS = 4 * MINUTE;

/** The most requests that were under way at one moment. */
function mostAtOnce(world: World): number {
  const starts = world.backend.received.map(({ at }) => at);
  return Math.max(...starts.map((at) => starts.filter((each) => each <= at && at < each + TAKES_MS).length));
}

function triggerAll(world: World, jobs: readonly string[]): Promise<unknown> {
  const runs = jobs.map((job) => ({
    job,
    runId: `test:${job}:manual-20261123T0000Z-00000000`,
    correlationId: crypto.randomUUID(),
    scheduledTime: START,
  }));
  return world.ledger().trigger({ tick: jobs.join(), by: "TOKEN", runs });
}

describe("runs by hand of several callers are five at once, and each has its whole time and lease", () => {
  it.each([
    ["two callers of six jobs", 6, [NAMES.slice(0, 6), NAMES.slice(6)]],
    ["twelve callers of one", 1, NAMES.map((name) => [name])],
  ])("%s", async (what, concurrency, calls) => {
    const jobs = Object.fromEntries(NAMES.map((name) => [name, JOB]));
    const environment = { triggers: {}, concurrency };
    await inWorld({ jobs, environment, behave: always(200, TAKES_MS) }, async (world) => {
      for (const names of calls) await triggerAll(world, names);
      await world.time.runUntil(START + 20 * MINUTE);
      const all = await history(world);
      const runs = tally(all);
      report(what, { requests: world.backend.received.length, atOnce: mostAtOnce(world), runs });
      expect(mostAtOnce(world)).toBe(5);
      expect(world.backend.received).toHaveLength(12);
      expect(runs).toEqual({ succeeded: 12 });
      expect(all.flatMap(({ events }) => events)).toEqual([]);
    });
  });
});

describe("a run that was there before them", () => {
  const first = {
    schedule: [{ cron: "0 * * * *" }],
    catchUp: { withinMs: HOUR, runs: "latest" },
    retry: { maxAttempts: 3, initialDelayMs: 20_000, maxDelayMs: 30_000 },
  } as const;
  const long = { ...JOB, timeoutMs: 13 * MINUTE };

  it("is not lost while its next attempt waits behind theirs", async () => {
    let calls = 0;
    const behave = ({ job }: ReceivedCall): Behaviour => {
      if (job !== "first") return { status: 200, takesMs: 12 * MINUTE };
      calls += 1;
      return { status: calls === 1 ? 503 : 200, takesMs: 200 };
    };
    const jobs = { first, ...Object.fromEntries(NAMES.slice(0, 6).map((name) => [name, long])) };
    const environment = { triggers: {}, concurrency: 6 };
    await inWorld({ jobs, environment, behave }, async (world) => {
      await world.ledger().standing();
      // Missed at 01:02, and tried again 20 s later.
      world.time.at(START + 62 * MINUTE + 5_000, () => void triggerAll(world, NAMES.slice(0, 6)));
      await world.time.runUntil(START + 2 * HOUR);
      const [run] = await history(world, "first");
      expect(run).toMatchObject({
        status: "succeeded",
        events: [{ status: "missed" }],
        attempts: { length: 2 },
      });
      const ids = world.backend.received
        .filter(({ job }) => job === "first")
        .map((call) => call.correlationId);
      expect(ids).toEqual([run?.correlationId, run?.correlationId]);
    });
  });
});
