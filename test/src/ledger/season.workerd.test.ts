/**
 * Ninety days of the owner's production schedules in virtual time, while all that can go wrong does: ticks that are
 * dropped, doubled or late, processes that are killed, a cron that is silent for hours, a ledger that does not answer,
 * a backend that fails, is slow, or loses its answers. Every due minute is accounted for, and none has two effects.
 */
import { expect, it } from "vitest";
import { fixedRandom } from "../../../codegen/packing/random.ts";
import { jobMap } from "../../../src/generated/job-map.ts";
import type { RunView } from "../../../src/ledger/protocol.ts";
import type { Behaviour } from "./backend-model.ts";
import { report, tally } from "./report.ts";
import { type CronTick, DAY, HOUR, inWorld, type LedgerMood, MINUTE, START, type World } from "./world.ts";

const SEED = 20_261_125;
const DAYS = 90;
const END = START + DAYS * DAY;

const { production } = jobMap.environments;

/** The due minutes by the owner's own words, each as `job minute-of-the-day`. */
const TIMES: Readonly<Record<string, readonly number[]>> = {
  every5min: Array.from({ length: 288 }, (_, index) => 5 * index),
  partiesImport: [2 * 60 + 6],
  checkCurrent: [23 * 60 + 23],
  mopDelta: [23 * 60 + 33],
};

/** The run ids that must be accounted for by an instant. */
function dueIds(until: number): Set<string> {
  const ids = new Set<string>();
  for (let day = START; day < until; day += DAY) {
    for (const [job, minutes] of Object.entries(TIMES)) {
      for (const minute of minutes) {
        const at = day + minute * MINUTE;
        if (at <= until)
          ids.add(`test:${job}:${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`);
      }
    }
  }
  return ids;
}

interface Faults {
  dropped: number;
  doubled: number;
  late: number;
  killed: number;
  silences: number;
  outages: number;
  backend: number;
}

it(
  `${DAYS} days, seed ${SEED}: every due minute is accounted for, none has two effects`,
  { timeout: 300_000 },
  async () => {
    const random = fixedRandom(SEED);
    const faults: Faults = {
      dropped: 0,
      doubled: 0,
      late: 0,
      killed: 0,
      silences: 0,
      outages: 0,
      backend: 0,
    };
    let ticks = 0;
    const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
    const happens = (probability: number): boolean => random() < probability;

    const behave = (): Behaviour => {
      const takesMs = between(100, 8_000);
      if (happens(0.95)) return { status: 200, takesMs };
      faults.backend += 1;
      if (happens(0.5)) return { status: 503, takesMs };
      if (happens(0.5)) return { status: 200, takesMs, losesAnswer: true };
      return { status: 200, takesMs: between(20_000, 50_000) };
    };

    await inWorld({ jobs: production.jobs, environment: production, behave }, async (world) => {
      await world.ledger().standing();
      const silences = windows(random, DAYS / 10, 10 * MINUTE, 3 * HOUR);
      const outages = windows(random, DAYS / 10, MINUTE, 30 * MINUTE);
      faults.silences = silences.length;
      faults.outages = outages.length;
      const moods: LedgerMood[] = ["throws", "hangs", "slow", "refuses writes"];
      outages.forEach(([from, until], index) => {
        world.time.at(from, () => world.setMood(moods[index % moods.length] ?? "throws"));
        world.time.at(until, () => world.setMood("well"));
      });
      for (let at = START; at < END; at += between(4 * HOUR, 20 * HOUR)) {
        world.time.at(at + between(0, HOUR), () => {
          faults.killed += 1;
          world.kill(happens(0.5) ? "all" : happens(0.5) ? "object" : "ticks");
        });
      }

      const known = new Map<string, RunView>();
      const deliver = ({ cron, scheduledTime }: CronTick, lateMs: number): void =>
        world.time.at(scheduledTime + lateMs, () => void world.deliver(cron, scheduledTime));
      for (let day = START; day < END; day += DAY) {
        for (const tick of ticksOf(production.triggers, day, day + DAY)) {
          ticks += 1;
          if (silences.some(([from, until]) => tick.scheduledTime >= from && tick.scheduledTime < until))
            continue;
          if (happens(0.01)) {
            faults.dropped += 1;
            continue;
          }
          const isLate = happens(0.02);
          if (isLate) faults.late += 1;
          deliver(tick, isLate ? between(MINUTE, 20 * MINUTE) : between(1_000, 15_000));
          if (happens(0.02)) {
            faults.doubled += 1;
            deliver(tick, happens(0.5) ? between(1_000, 15_000) : between(MINUTE, 40 * MINUTE));
          }
        }
        await world.time.runUntil(day + DAY);
        world.setMood("well");
        await remember(world, known, day - HOUR);
      }
      // The last runs end, and the last outage with them.
      await world.time.runUntil(END + HOUR);
      await remember(world, known, END - DAY);

      const due = dueIds(END - MINUTE);
      const unaccounted = [...due].filter((runId) => !isFinal(known.get(runId)));
      expect(unaccounted).toEqual([]);
      const runs = [...known.values()].filter(({ runId }) => due.has(runId));
      const { received, effects, overlaps } = world.backend;
      expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
      const allowed = dueIds(END + HOUR);
      expect(received.map(({ key }) => key).filter((key) => !allowed.has(key))).toEqual([]);
      const bodies = Map.groupBy(received, ({ key }) => key);
      expect([...bodies.values()].filter((calls) => new Set(calls.map(({ body }) => body)).size > 1)).toEqual(
        [],
      );
      // Only where the ledger was out do two runs of a job go on at once.
      const inOutage = (at: number): boolean =>
        outages.some(([from, until]) => at >= from && at < until + 15 * MINUTE);
      expect(overlaps.filter(({ at }) => !inOutage(at))).toEqual([]);
      report(`${DAYS} days`, {
        seed: SEED,
        ticks,
        due: due.size,
        runs: tally(runs),
        madeUp: runs.filter(({ trigger, status }) => trigger === "catch-up" && status === "succeeded").length,
        requests: received.length,
        effects: effects.size,
        faults,
        overlaps: overlaps.length,
        rowsADay: Math.round(world.rowsWritten() / DAYS),
        callsADay: Math.round([...world.calls.values()].reduce((sum, count) => sum + count, 0) / DAYS),
      });
    });
  },
);

function isFinal(run: RunView | undefined): boolean {
  return run !== undefined && run.endedAt !== null;
}

/** Windows of random length, one in each tenth part of the season or so. */
function windows(
  random: () => number,
  count: number,
  shortest: number,
  longest: number,
): Array<[number, number]> {
  const stretch = (END - START) / count;
  return Array.from({ length: Math.floor(count) }, (_, index) => {
    const from = START + index * stretch + random() * (stretch - longest);
    return [from, from + shortest + random() * (longest - shortest)];
  });
}

/** Each trigger's minutes from one instant up to another, by the owner's own times. */
function ticksOf(
  triggers: Readonly<Record<string, readonly string[]>>,
  from: number,
  until: number,
): CronTick[] {
  return Object.entries(triggers)
    .flatMap(([cron, jobs]) =>
      (TIMES[jobs[0] ?? ""] ?? []).map((minute) => ({ cron, scheduledTime: from + minute * MINUTE })),
    )
    .filter(({ scheduledTime }) => scheduledTime < until)
    .toSorted((a, b) => a.scheduledTime - b.scheduledTime);
}

/** The history is pruned, so it is read each day. */
async function remember(world: World, known: Map<string, RunView>, since: number): Promise<void> {
  let before: string | undefined;
  for (;;) {
    const page = await world.ledger().runs({ limit: 200, ...(before !== undefined && { before }) });
    for (const run of page.runs) known.set(run.runId, run);
    const oldest = page.runs.at(-1);
    if (page.before === null || (oldest?.scheduledTime ?? 0) < since) return;
    before = page.before;
  }
}
