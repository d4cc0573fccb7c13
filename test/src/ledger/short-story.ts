/**
 * Short random stories, made of what meets at the edge of a minute: ticks that come in the last second of their grace or the
 * first after it, pauses and deploys and kills at that same second, schedules and locks that change, jobs that go and come
 * back, runs by hand of minutes that are owed or under way. A seed tells the same story each time.
 */
import type { EnvironmentMap, Job } from "../../../src/job-map.ts";
import type { JobStanding, RunView } from "../../../src/ledger/protocol.ts";
import type { Line } from "../harness.ts";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { type Dice, diceOf } from "./dice.ts";
import { history, SLACK } from "./kit.ts";
import { HOUR, inWorld, type LedgerMood, MINUTE, type SlackText, START, type World } from "./world.ts";

export const NAMES = ["a", "b", "c", "d"];

/** The crons, and whether a minute of the hour is one of theirs. */
export const CRONS: Readonly<Record<string, (minute: number) => boolean>> = {
  "* * * * *": () => true,
  "*/2 * * * *": (minute) => minute % 2 === 0,
  "*/5 * * * *": (minute) => minute % 5 === 0,
  "20,40 * * * *": (minute) => minute % 60 === 20 || minute % 60 === 40,
};

export const END = START + 2 * HOUR;
const QUIET_END = END + 100 * MINUTE;

/** Seconds after a full minute at which something happens. */
const EDGES = [0, 0.001, 0.5, 10, 30, 59.999, 60, 90, 119.999, 120, 120.001, 121];

export interface StoryJob extends Partial<Job> {
  readonly cron: string;
}

/** The jobs, from an instant on. */
export interface Deployment {
  readonly from: number;
  readonly jobs: Readonly<Record<string, StoryJob>>;
}

export interface ShortStory {
  /** Oldest first. */
  readonly deployments: readonly Deployment[];
  readonly concurrency: number;
  readonly runs: readonly RunView[];
  readonly standings: readonly JobStanding[];
  readonly received: readonly ReceivedCall[];
  readonly effects: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
  readonly slack: readonly SlackText[];
  /** Whether the ledger answered, from one instant to another. */
  readonly isUp: (from: number, until: number) => boolean;
  /** Whether, beside that, nothing was killed or deployed. */
  readonly isCalm: (from: number, until: number) => boolean;
}

/** Tells the story of a seed, and two quiet hours after it. */
export async function inShortStory(seed: number, check: (story: ShortStory) => void): Promise<void> {
  const dice = diceOf(seed);
  const concurrency = dice.pick([1, 1, 2, 3]);
  const deployments: Deployment[] = [{ from: START, jobs: jobsOf(dice, START, {}) }];
  const present = (): Deployment["jobs"] => deployments.at(-1)?.jobs ?? {};
  const outages: Array<readonly [number, number]> = [];
  const breaks: number[] = [];
  let complete: ((at: number, key: string) => void) | null = null;
  const behave = (call: ReceivedCall): Behaviour => {
    const behaviour = behaviourOf(dice);
    if (behaviour.status !== 200 || present()[call.job]?.completion === undefined) return behaviour;
    if (dice.happens(0.85)) complete?.(call.at + behaviour.takesMs + dice.between(0, 6 * MINUTE), call.key);
    return { ...behaviour, status: 202 };
  };
  const environment = { ...environmentOf(present()), concurrency };
  await inWorld({ jobs: present(), environment, behave }, async (world) => {
    complete = (at, runId) =>
      ask(world, at, (ledger) => ledger.complete({ runId, status: "succeeded", message: null }));
    const deploy = (at: number): void => {
      const jobs = jobsOf(dice, at, present());
      deployments.push({ from: at, jobs });
      world.deploy(jobs, { ...environmentOf(jobs), concurrency });
      ask(world, at, (ledger) => ledger.standing());
    };
    await world.ledger().standing();
    letHappen(world, dice, { outages, breaks, deploy });
    letCronTick(world, dice, present);
    await world.time.runUntil(QUIET_END);
    const isUp = (from: number, until: number): boolean =>
      !outages.some(([begin, end]) => begin < until && end > from);
    check({
      deployments,
      concurrency,
      runs: await history(world),
      standings: (await world.ledger().standing()).jobs,
      received: world.backend.received,
      effects: world.backend.effects,
      lines: world.lines,
      slack: world.slack,
      isUp,
      isCalm: (from, until) => isUp(from, until) && !breaks.some((at) => at >= from && at <= until),
    });
  });
}

/** The jobs of a deploy: half of them as before, some gone, some with another schedule, some paused in the file. */
function jobsOf(dice: Dice, at: number, before: Deployment["jobs"]): Deployment["jobs"] {
  const isFirst = Object.keys(before).length === 0;
  const entries = NAMES.flatMap((name): Array<[string, StoryJob]> => {
    const prior = before[name];
    if (prior !== undefined && dice.happens(0.5)) return [[name, prior]];
    if (!isFirst && name !== "a" && dice.happens(0.15)) return [];
    const cron = prior !== undefined && dice.happens(0.5) ? prior.cron : dice.pick(Object.keys(CRONS));
    const untilMinute = Math.floor(at / MINUTE) + dice.between(1, 40);
    const isPaused = !isFirst && dice.happens(0.15);
    return [[name, { ...jobOf(dice, cron), ...(isPaused && { pause: { reason: "a move", untilMinute } }) }]];
  });
  return Object.fromEntries(entries);
}

function jobOf({ between, happens, pick }: Dice, cron: string): StoryJob {
  return {
    cron,
    schedule: [{ cron }],
    overlap: pick(["skip", "wait", "allow"] as const),
    catchUp: pick([
      null,
      { withinMs: MINUTE, runs: "latest" },
      { withinMs: 20 * MINUTE, runs: "all" },
      { withinMs: HOUR, runs: "latest" },
      { withinMs: HOUR, runs: "all" },
    ] as const),
    deadlineMs: pick([14, 40, 90]) * MINUTE,
    timeoutMs: pick([0.5, 6]) * MINUTE,
    retry: {
      maxAttempts: between(1, 4),
      initialDelayMs: pick([1_000, MINUTE, 5 * MINUTE]),
      maxDelayMs: pick([1_000, 30_000, 10 * MINUTE]),
    },
    notify: { slack: SLACK },
    ...(happens(0.5) && { lock: pick(["first", "second"]) }),
    ...(happens(0.3) && { spreadDelayMs: between(0, MINUTE) }),
    ...(happens(0.25) && { completion: { withinMs: pick([5, 20]) * MINUTE } }),
  };
}

function environmentOf(jobs: Deployment["jobs"]): Pick<EnvironmentMap, "triggers"> {
  const byCron = Map.groupBy(Object.keys(jobs), (name) => jobs[name]?.cron ?? "");
  return { triggers: Object.fromEntries(byCron) };
}

function behaviourOf({ between, happens, pick }: Dice): Behaviour {
  const takesMs = happens(0.7) ? between(50, 5_000) : between(5_000, happens(0.5) ? 28_000 : 5 * MINUTE);
  if (happens(0.1)) return { status: pick([503, 503, 400]), takesMs };
  if (happens(0.35)) return { status: 503, takesMs, retryAfter: String(between(1, 1_000)) };
  return { status: 200, takesMs };
}

interface Trouble {
  readonly outages: Array<readonly [number, number]>;
  /** Kills and deploys. */
  readonly breaks: number[];
  readonly deploy: (at: number) => void;
}

function letHappen(world: World, dice: Dice, { outages, breaks, deploy }: Trouble): void {
  const { between, happens, pick } = dice;
  const troubles: ReadonlyArray<(at: number) => void> = [
    (at) => {
      breaks.push(at);
      world.time.at(at, () => deploy(at));
    },
    (at) => {
      breaks.push(at);
      const who = pick(["all", "object", "ticks"] as const);
      world.time.at(at, () => world.kill(who));
    },
    (at) => {
      const until = at + between(1, 8) * MINUTE;
      outages.push([at, until]);
      const mood = pick<LedgerMood>(["throws", "hangs", "slow", "refuses writes"]);
      world.time.at(at, () => world.setMood(mood));
      world.time.at(until, () => world.setMood("well"));
    },
  ];
  // In every other story nothing breaks but ticks: more is promised then.
  const happenings = [
    ...(happens(0.5) ? troubles : []),
    ...Array.from({ length: 2 }, () => (at: number) => pause(world, dice, at)),
    ...Array.from({ length: 2 }, () => (at: number) => runByHand(world, dice, at)),
  ];
  for (let at = START; at < END; at += between(3, 25) * MINUTE) {
    pick(happenings)(at + (happens(0.8) ? pick(EDGES) * 1_000 : between(0, 2 * MINUTE)));
  }
}

function pause(world: World, { between, happens, pick }: Dice, at: number): void {
  const job = pick(NAMES);
  const until = happens(0.4) ? at + between(0, 20 * MINUTE) : null;
  ask(world, at, (ledger) => ledger.pause({ job, until, reason: "a move", by: "SOMEONE" }));
  ask(world, at + pick([0, 0, 1, 3, 10, 30]) * MINUTE + between(0, MINUTE), (ledger) =>
    ledger.resume(job, "SOMEONE"),
  );
  // The first may have found no ledger.
  ask(world, END, (ledger) => ledger.resume(job, "SOMEONE"));
}

function runByHand(world: World, { happens, pick }: Dice, at: number): void {
  const job = pick(NAMES);
  const minute = Math.floor(at / MINUTE) - pick([0, 0, 1, 2, 3, 5, 15, 30]);
  const backfill = { runId: idOf(job, minute), isBackfill: true, isForced: happens(0.5) };
  const run = {
    job,
    scheduledTime: minute * MINUTE,
    correlationId: crypto.randomUUID(),
    ...(happens(0.3) ? { runId: `test:${job}:manual-${at}` } : backfill),
  };
  ask(world, at, (ledger) => ledger.trigger({ tick: crypto.randomUUID(), by: "SOMEONE", runs: [run] }));
}

/** Each trigger's ticks, of which some are late by a minute, their grace, or more; in the quiet hours all are well. */
function letCronTick(
  world: World,
  { between, happens, pick }: Dice,
  present: () => Deployment["jobs"],
): void {
  let silentUntil = START;
  const tick = (at: number): void => {
    const isQuiet = at >= END;
    for (const cron of Object.keys(environmentOf(present()).triggers)) {
      if (CRONS[cron]?.(at / MINUTE) !== true) continue;
      if (!isQuiet && happens(0.01)) silentUntil = at + between(2, 40) * MINUTE;
      if (!isQuiet && (at < silentUntil || happens(0.04))) continue;
      const lateMs =
        isQuiet || happens(0.8)
          ? between(300, 15_000)
          : pick([59, 119, 119.999, 120, 120.001, 121, 180, 310, 1_200]) * 1_000;
      world.time.at(at + lateMs, () => void world.deliver(cron, at));
      if (!isQuiet && happens(0.06))
        world.time.at(at + lateMs + between(0, 150_000), () => void world.deliver(cron, at));
    }
  };
  for (let at = START; at < QUIET_END; at += MINUTE) world.time.at(at, () => tick(at));
}

/** Asks the ledger something; that it does not answer is part of the story. */
function ask(
  world: World,
  at: number,
  question: (ledger: ReturnType<World["ledger"]>) => Promise<unknown>,
): void {
  world.time.at(at, () => void question(world.ledger()).catch(() => {}));
}

/** The run id of a minute since 1970. */
export function idOf(job: string, minute: number): string {
  return `test:${job}:${new Date(minute * MINUTE).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}
