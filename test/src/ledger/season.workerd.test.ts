/**
 * Ninety days of the owner's schedules in virtual time, while all that can go wrong does: ticks that are
 * dropped, doubled or late, processes that are killed (at any time; around a claim or a record; in a run, a catch-up, and
 * again in what that one left), a cron that is silent for hours, a ledger that does not answer, a backend that fails, is
 * slow, or loses its answers. Every due minute is accounted for, none has two effects, and of each run the history tells
 * what the backend received.
 */
import { expect, it } from "vitest";
import { jobMap } from "../../../src/generated/job-map.ts";
import type { RunView } from "../../../src/ledger/protocol.ts";
import type { Behaviour } from "./backend-model.ts";
import { diceOf } from "./dice.ts";
import { dueIds, type OwnersEnvironment, ticksOf } from "./owner-calendar.ts";
import { report, tally } from "./report.ts";
import { type CronTick, DAY, HOUR, inWorld, type LedgerMood, MINUTE, START, type World } from "./world.ts";

const SEED = 20_261_125;
const DAYS = 90;
const END = START + DAYS * DAY;

const LONGEST_ANSWER_MS = 8_000;

/** After so long without its tick a minute is missed. */
const GRACE_MS = 2 * MINUTE;

/** Of a run of five minutes' job: three attempts of 30 s, waits of 1 s and 2 s, and 60 s. */
const LEASE_MS = 153_000;

interface Faults {
  dropped: number;
  doubled: number;
  late: number;
  killed: number;
  silences: number;
  outages: number;
  backend: number;
}

it.each<OwnersEnvironment>(["production", "staging", "development"])(
  `${DAYS} days of %s, seed ${SEED}: every due minute is accounted for, none has two effects`,
  { timeout: 300_000 },
  async (name) => {
    const environment = jobMap.environments[name];
    const { random, between, happens } = diceOf(SEED);
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

    const behave = (): Behaviour => {
      const takesMs = between(100, LONGEST_ANSWER_MS);
      if (happens(0.95)) return { status: 200, takesMs };
      faults.backend += 1;
      if (happens(0.5)) return { status: 503, takesMs };
      if (happens(0.5)) return { status: 200, takesMs, losesAnswer: true };
      return { status: 200, takesMs: between(20_000, 50_000) };
    };

    await inWorld({ jobs: environment.jobs, environment, behave }, async (world) => {
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
      const kill = (): void => {
        faults.killed += 1;
        world.kill(happens(0.5) ? "all" : happens(0.5) ? "object" : "ticks");
      };
      /** In a run that begins then. */
      const killIn = (from: number): void => world.time.at(from + between(0, LONGEST_ANSWER_MS), kill);
      /** At the next call of a kind; at times again, in what makes that up when it is missed or lost. */
      const killAround = (minute: number): void => {
        const [when, call] = [happens(0.5) ? "before" : "after", happens(0.5) ? "claim" : "record"] as const;
        world.once(when, call, () => {
          kill();
          const isClaimed = when === "after" || call === "record";
          if (happens(0.5)) killIn(isClaimed ? world.time.now() + LEASE_MS : minute + GRACE_MS);
        });
      };
      for (let at = START; at < END; at += between(4 * HOUR, 20 * HOUR))
        world.time.at(at + between(0, HOUR), kill);

      const known = new Map<string, RunView>();
      const deliver = ({ cron, scheduledTime }: CronTick, lateMs: number): void =>
        world.time.at(scheduledTime + lateMs, () => void world.deliver(cron, scheduledTime));
      for (let day = START; day < END; day += DAY) {
        for (const tick of ticksOf(name, environment.triggers, day, day + DAY)) {
          ticks += 1;
          if (silences.some(([from, until]) => tick.scheduledTime >= from && tick.scheduledTime < until))
            continue;
          if (happens(0.01)) {
            faults.dropped += 1;
            if (happens(0.2)) killIn(tick.scheduledTime + GRACE_MS);
            continue;
          }
          const isLate = happens(0.02);
          if (isLate) faults.late += 1;
          const lateMs = isLate ? between(MINUTE, 20 * MINUTE) : between(1_000, 15_000);
          if (happens(0.01)) killIn(tick.scheduledTime + lateMs);
          else if (happens(0.02)) world.time.at(tick.scheduledTime, () => killAround(tick.scheduledTime));
          deliver(tick, lateMs);
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

      const due = dueIds(name, END - MINUTE);
      const unaccounted = [...due].filter((runId) => !isFinal(known.get(runId)));
      expect(unaccounted).toEqual([]);
      const runs = [...known.values()].filter(({ runId }) => due.has(runId));
      const { received, effects, overlaps } = world.backend;
      expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
      const allowed = dueIds(name, END + HOUR);
      expect(received.map(({ key }) => key).filter((key) => !allowed.has(key))).toEqual([]);
      const bodies = Map.groupBy(received, ({ key }) => key);
      expect([...bodies.values()].filter((calls) => new Set(calls.map(({ body }) => body)).size > 1)).toEqual(
        [],
      );
      // Only where the ledger was out do two runs of a job go on at once.
      const inOutage = (at: number): boolean =>
        outages.some(([from, until]) => at >= from && at < until + 15 * MINUTE);
      expect(overlaps.filter(({ at }) => !inOutage(at))).toEqual([]);
      expect(untold(runs, world.backend, inOutage)).toEqual([]);
      const lost = runs.map(timesLost);
      report(`${DAYS} days of ${name}`, {
        seed: SEED,
        ticks,
        due: due.size,
        runs: tally(runs),
        madeUp: runs.filter(({ trigger, status }) => trigger === "catch-up" && status === "succeeded").length,
        lostOnce: lost.filter((times) => times === 1).length,
        lostAgain: lost.filter((times) => times > 1).length,
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

/** Where the history is not what the backend received. Of a run that was killed it may tell less. */
function untold(
  runs: readonly RunView[],
  { received, effects }: World["backend"],
  inOutage: (at: number) => boolean,
): string[] {
  const requests = Map.groupBy(received, ({ key }) => key);
  return runs.flatMap(({ runId, status, scheduledTime, attempts, events }) => {
    const [at, made] = [scheduledTime ?? 0, effects.get(runId) ?? 0];
    if (status === "succeeded" && made !== 1) return [`${runId} succeeded with ${made} effects`];
    if (timesLost({ status, events }) > 0 || inOutage(at) || inOutage(at + 15 * MINUTE)) return [];
    const count = requests.get(runId)?.length ?? 0;
    return count === attempts.length
      ? []
      : [`${runId} ${status}: ${attempts.length} attempts, ${count} requests`];
  });
}

function timesLost({ status, events }: Pick<RunView, "status" | "events">): number {
  return [status, ...events.map((event) => event.status)].filter((each) => each === "lost").length;
}

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
