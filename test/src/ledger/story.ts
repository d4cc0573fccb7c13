/**
 * Random stories: some hours of a few jobs in virtual time, in which people, processes, deploys, the cron and the backend
 * do as they like, and then two quiet hours, in which all that is left comes to its end. A seed tells the same story each
 * time.
 */
import type { EnvironmentMap, Job } from "../../../src/job-map.ts";
import type { RunView } from "../../../src/ledger/protocol.ts";
import type { Line } from "../harness.ts";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { type Dice, diceOf } from "./dice.ts";
import { history, SLACK } from "./kit.ts";
import { HOUR, inWorld, type LedgerMood, MINUTE, START, type World } from "./world.ts";

/** One is called as what every object has. */
const NAMES = ["a", "b", "constructor", "d", "e"];

/** The crons, and at which minutes since 1970 each is due. */
const CRONS: Readonly<Record<string, (minute: number) => boolean>> = {
  "* * * * *": () => true,
  "*/4 * * * *": (minute) => minute % 4 === 0,
  "*/5 * * * *": (minute) => minute % 5 === 0,
  "*/10 * * * *": (minute) => minute % 10 === 0,
  "7 * * * *": (minute) => minute % 60 === 7,
};

const END = START + 5 * HOUR;
const QUIET_END = END + 2 * HOUR;

const DEADLINE_MS = 30 * MINUTE;
/** The longest lease is 16 minutes. */
const UNREST_MS = 17 * MINUTE;

/** How long the backend may work on a run that it has accepted. */
const WITHIN_MS = 20 * MINUTE;

/** An attempt that the backend worked on, as long as its run waited for it; or the work after a 202, up to its completion. */
export interface Work {
  readonly at: number;
  readonly until: number;
  /** After a 202. */
  readonly isAccepted: boolean;
  readonly key: string;
  readonly lock: string;
  /** `overlap: allow`. */
  readonly mayOverlap: boolean;
}

export interface Story {
  /** The run ids of the minutes that were due while the story was told. */
  readonly due: readonly string[];
  /** The history at the end. */
  readonly runs: readonly RunView[];
  /** How many runs of each job the ledger counts in its history, and how many there are. */
  readonly counts: ReadonlyArray<{ readonly job: string; readonly kept: number; readonly rows: number }>;
  readonly work: readonly Work[];
  /** Keys of the work that was accepted, and that the backend never completes. */
  readonly abandoned: ReadonlySet<string>;
  /** Effects on the backend by key. */
  readonly effects: ReadonlyMap<string, number>;
  /** How often the alarm rang, by minute. */
  readonly rings: readonly number[];
  readonly lines: readonly Line[];
  readonly alerts: number;
  readonly happened: Readonly<Record<string, number>>;
  /** Whether nothing was killed, deployed or kept from the ledger from one instant to another, nor long enough before. */
  readonly isCalm: (from: number, until: number) => boolean;
}

type Jobs = Readonly<Record<string, Partial<Job>>>;

/** What the parts of a story share. */
interface Stage {
  readonly dice: Dice;
  readonly crons: Readonly<Record<string, string>>;
  readonly environment: Partial<EnvironmentMap>;
  /** For what only stories with completion have. */
  readonly completions: Dice | null;
  /** As deployed now. */
  jobs: Jobs;
  readonly troubles: Array<readonly [from: number, until: number]>;
}

interface StoryOptions {
  /** Some jobs have `completion`, and the backend accepts some of their work. */
  readonly withCompletion?: boolean;
}

/** Tells the story of a seed to its end. */
export async function inStory(
  seed: number,
  check: (story: Story) => void,
  { withCompletion = false }: StoryOptions = {},
): Promise<void> {
  const dice = diceOf(seed);
  const crons = Object.fromEntries(NAMES.map((name) => [name, dice.pick(Object.keys(CRONS))]));
  const triggers = Object.fromEntries(
    Object.values(crons).map((cron) => [cron, NAMES.filter((name) => crons[name] === cron)]),
  );
  const environment = { triggers, concurrency: dice.between(1, 7) };
  const completions = withCompletion ? diceOf(1_000 + seed) : null;
  const jobs = jobsOf(dice, crons, completions);
  const stage: Stage = { dice, crons, environment, completions, jobs, troubles: [] };
  const work: Work[] = [];
  const accepted = new Map<string, Work>();
  const abandoned = new Set<string>();
  let completeAt: ((at: number, key: string) => void) | null = null;
  const behave = (call: ReceivedCall): Behaviour => {
    const behaviour = behaviourOf(dice);
    const { lock = call.job, overlap, completion } = stage.jobs[call.job] ?? {};
    const until = call.at + behaviour.takesMs;
    const own = { key: call.key, lock, mayOverlap: overlap === "allow" };
    work.push({ ...own, at: call.at, until, isAccepted: false });
    if (completions === null || completion === undefined || behaviour.status !== 200) return behaviour;
    if (behaviour.losesAnswer === true || completions.happens(0.2)) return behaviour;
    accepted.set(call.key, { ...own, at: until, until: until + WITHIN_MS, isAccepted: true });
    // At times before the answer is there, at times never.
    if (completions.happens(0.1)) abandoned.add(call.key);
    else completeAt?.(until + completions.between(-behaviour.takesMs, 15 * MINUTE), call.key);
    return { ...behaviour, status: 202 };
  };
  await inWorld({ jobs: stage.jobs, environment, behave }, async (world) => {
    await world.ledger().standing();
    completeAt = (at, key) =>
      letComplete(world, at, key, completions?.happens(0.1) === true ? "failed" : "succeeded", () => {
        const before = accepted.get(key);
        if (before !== undefined)
          accepted.set(key, { ...before, until: Math.min(before.until, world.time.now()) });
      });
    const happened = letHappen(world, stage);
    letCronTick(world, stage);
    const rings = countRings(world);
    await world.time.runUntil(QUIET_END);
    const runs = await history(world);
    check({
      due: NAMES.flatMap((name) => dueIds(name, crons[name] ?? "")),
      runs,
      counts: countsOf(world),
      work: [...asWaitedFor(work, runs), ...accepted.values()].toSorted((a, b) => a.at - b.at),
      abandoned,
      effects: world.backend.effects,
      rings,
      lines: world.lines,
      alerts: world.slack.length,
      happened,
      isCalm: (from, until) => !stage.troubles.some(([begin, end]) => from < end && until >= begin),
    });
  });
}

function countsOf({ sql }: World): Story["counts"] {
  const jobs = sql
    .exec<{ job: string; kept: number; rows: number }>(
      "SELECT job, state ->> 'kept' AS kept, (SELECT COUNT(*) FROM runs WHERE runs.job = jobs.job) AS rows FROM jobs",
    )
    .toArray();
  return jobs.map(({ job, kept, rows }) => ({ job, kept, rows }));
}

/** The tick's end cuts an attempt short, and its run is over then, whatever the backend does. */
function asWaitedFor(work: readonly Work[], runs: readonly RunView[]): Work[] {
  const waits = new Map(
    runs.flatMap(({ runId, attempts }) =>
      attempts.map(({ startedAt, durationMs }) => [`${runId} ${startedAt}`, durationMs] as const),
    ),
  );
  return work.map((each) => {
    const waitedMs = waits.get(`${each.key} ${each.at}`) ?? Infinity;
    return { ...each, until: Math.min(each.until, each.at + waitedMs) };
  });
}

function jobsOf(
  { between, happens, pick }: Dice,
  crons: Stage["crons"],
  completions: Stage["completions"],
): Jobs {
  const job = (name: string): Partial<Job> => ({
    schedule: [{ cron: crons[name] ?? "" }],
    overlap: pick(["skip", "wait", "allow"] as const),
    catchUp: pick([
      null,
      { withinMs: 5 * MINUTE, runs: "latest" },
      { withinMs: HOUR, runs: "latest" },
      { withinMs: HOUR, runs: "all" },
    ] as const),
    deadlineMs: DEADLINE_MS,
    notify: { slack: SLACK },
    ...(happens(0.5) && { lock: "shared" }),
    ...(happens(0.3) && { spreadDelayMs: between(0, MINUTE) }),
    ...(completions?.happens(0.5) === true && { completion: { withinMs: WITHIN_MS } }),
  });
  return Object.fromEntries(NAMES.map((name) => [name, job(name)]));
}

function behaviourOf({ between, happens, pick }: Dice): Behaviour {
  const takesMs = happens(0.8) ? between(50, 5_000) : between(5_000, 28_000);
  if (happens(0.05)) return { status: pick([503, 503, 400]), takesMs };
  if (happens(0.03)) return { status: 503, takesMs, retryAfter: String(between(1, 1_500)) };
  return { status: 200, takesMs, losesAnswer: happens(0.02) };
}

/** Something that begins to happen at an instant. */
type Happening = (world: World, stage: Stage, at: number) => void;

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  kill(world, { dice, troubles }, at) {
    const who = dice.pick(["all", "object", "ticks"] as const);
    troubles.push([at, at + UNREST_MS]);
    world.time.at(at, () => world.kill(who));
  },

  outage(world, { dice, troubles }, at) {
    const mood = dice.pick<LedgerMood>(["throws", "hangs", "slow", "refuses writes"]);
    const until = at + dice.between(1, 25) * MINUTE;
    troubles.push([at, until + UNREST_MS]);
    world.time.at(at, () => world.setMood(mood));
    world.time.at(until, () => world.setMood("well"));
  },

  deploy(world, stage, at) {
    const { dice, crons, environment, completions, troubles } = stage;
    const jobs = jobsOf(dice, crons, completions);
    // A run that is deferred keeps the lock that its job had, up to its deadline.
    troubles.push([at, at + DEADLINE_MS + UNREST_MS]);
    world.time.at(at, () => {
      stage.jobs = jobs;
      world.deploy(jobs, environment);
      ask(() => world.ledger().standing());
    });
  },

  pause(world, { dice }, at) {
    const job = dice.pick(NAMES);
    const until = dice.happens(0.3) ? at + dice.between(1, 40) * MINUTE : null;
    world.time.at(at, () =>
      ask(() => world.ledger().pause({ job, until, reason: "the backend moves", by: "SOMEONE" })),
    );
    const resume = (): void => ask(() => world.ledger().resume(job, "SOMEONE"));
    world.time.at(at + dice.between(0, 30 * MINUTE), resume);
    // The first may have found no ledger.
    world.time.at(at + HOUR, resume);
  },

  trigger(world, { dice }, at) {
    const job = dice.pick(NAMES);
    const run = { job, runId: `test:${job}:manual-${at}`, scheduledTime: flooredToMinute(at) };
    world.time.at(at, () => askForRun(world, run));
  },

  backfill(world, { dice }, at) {
    const job = dice.pick(NAMES);
    const scheduledTime = flooredToMinute(at) - dice.between(0, 30) * MINUTE;
    const isForced = dice.happens(0.5);
    const run = { job, runId: runIdOf(job, scheduledTime), scheduledTime, isBackfill: true, isForced };
    world.time.at(at, () => askForRun(world, run));
  },
};

/** The backend says how its work ended, and says it again every minute until it is answered. */
function letComplete(
  world: World,
  at: number,
  runId: string,
  status: "succeeded" | "failed",
  onAnswer: () => void,
): void {
  const again = (): void => letComplete(world, world.time.now() + MINUTE, runId, status, onAnswer);
  world.time.at(at, () => {
    let isAnswered = false;
    world.time.at(at + 10_000, () => {
      if (!isAnswered) again();
    });
    world
      .ledger()
      .complete({ runId, status, message: null })
      .then(
        () => {
          isAnswered = true;
          onAnswer();
        },
        () => {},
      );
  });
}

/** @returns how often each happens */
function letHappen(world: World, stage: Stage): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let at = START; at < END; at += stage.dice.between(20, 90) * MINUTE) {
    const what = stage.dice.pick(Object.keys(HAPPENINGS));
    HAPPENINGS[what]?.(world, stage, at + stage.dice.between(0, 30 * MINUTE));
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

/** Ticks that are late, doubled, dropped one by one, and silent for a while; in the quiet hours, all come. */
function letCronTick(world: World, { dice, environment }: Stage): void {
  const { between, happens } = dice;
  let silentUntil = START;
  for (let at = START; at < QUIET_END; at += MINUTE) {
    const isQuiet = at >= END;
    for (const cron of Object.keys(environment.triggers ?? {})) {
      if (CRONS[cron]?.(at / MINUTE) !== true) continue;
      if (happens(0.003)) silentUntil = at + between(5, 100) * MINUTE;
      if (!isQuiet && (at < silentUntil || happens(0.03))) continue;
      const lateMs = isQuiet || happens(0.9) ? between(500, 15_000) : between(15_000, 200_000);
      const deliver = (): void => void world.deliver(cron, at);
      world.time.at(at + lateMs, deliver);
      if (!isQuiet && happens(0.05)) world.time.at(at + lateMs + between(0, 90_000), deliver);
    }
  }
}

function countRings(world: World): readonly number[] {
  const rings: number[] = [];
  let before = 0;
  for (let at = START + MINUTE; at <= QUIET_END; at += MINUTE) {
    world.time.at(at, () => {
      rings.push(world.rings() - before);
      before = world.rings();
    });
  }
  return rings;
}

/** Asks the ledger something; that it does not answer is part of the story. */
function ask(question: () => Promise<unknown>): void {
  question().catch(() => {});
}

type Wanted = Omit<Parameters<ReturnType<World["ledger"]>["trigger"]>[0]["runs"][number], "correlationId">;

function askForRun(world: World, run: Wanted): void {
  const [tick, correlationId] = [crypto.randomUUID(), crypto.randomUUID()];
  ask(() => world.ledger().trigger({ tick, by: "SOMEONE", runs: [{ ...run, correlationId }] }));
}

/** The first minute is left out: the ledger begins in it. */
function dueIds(job: string, cron: string): string[] {
  const minutes = Array.from(
    { length: (END - START) / MINUTE - 1 },
    (_, index) => START / MINUTE + 1 + index,
  );
  return minutes.filter((minute) => CRONS[cron]?.(minute)).map((minute) => runIdOf(job, minute * MINUTE));
}

function runIdOf(job: string, scheduledTime: number): string {
  return `test:${job}:${new Date(scheduledTime).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}

function flooredToMinute(at: number): number {
  return Math.floor(at / MINUTE) * MINUTE;
}
