/** Cloudflare gives an object six connections at once: a request beyond waits, and its timeout must not run meanwhile. */
import { describe, expect, it } from "vitest";
import { always } from "./backend-model.ts";
import { history } from "./kit.ts";
import { report, tally } from "./report.ts";
import { inWorld, MINUTE, START, type World } from "./world.ts";

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

describe("runs by hand of several callers are six at once, and each has its whole time and lease", () => {
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
      expect(mostAtOnce(world)).toBe(6);
      expect(world.backend.received).toHaveLength(12);
      expect(runs).toEqual({ succeeded: 12 });
      expect(all.flatMap(({ events }) => events)).toEqual([]);
    });
  });
});
