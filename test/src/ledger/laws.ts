/**
 * What the contract promises of every short story, said in its own words and from what can be seen outside: the history, the
 * requests that the backend got, the log, and what Slack was told.
 */
import type { RunView } from "../../../src/ledger/protocol.ts";
import { CRONS, type Deployment, END, idOf, NAMES, type ShortStory, type StoryJob } from "./short-story.ts";
import { MINUTE } from "./world.ts";

/** The longest lease, and a minute. */
const LEASE_MS = 17 * MINUTE;

/** Each names what breaks it; nothing where it holds. */
export const LAWS: Readonly<Record<string, (story: ShortStory) => readonly string[]>> = {
  "each due minute is recorded, and once": recordedOnce,
  "nothing is made up that the schedule in force did not hold": nothingFromBefore,
  "a minute that a tick brought is not missed": notMissedOnceKnown,
  "a minute is run by one tick": oneTick,
  "what did not run was not sent": notSent,
  "a success is real": realSuccess,
  "nothing is lost in calm": nothingLost,
  "a live pause holds": pausesHold,
  "no more attempts than allowed, none after the deadline": attemptsInBounds,
  "catch-ups at once: no more than `concurrency`": catchUpsAtOnce,
  "no job runs beside itself": notBesideItself,
  "the first 30 minutes alarm nobody of what was missed": quietYouth,
};

/** From when on, until when a job is scheduled in one way; `job` null where it is not there. */
interface Era {
  readonly from: number;
  readonly until: number;
  readonly job: StoryJob | null;
}

function erasOf({ deployments }: ShortStory, name: string): Era[] {
  const eras: Era[] = [];
  for (const { from, jobs } of deployments) {
    const job = jobs[name] ?? null;
    const last = eras.at(-1);
    if (last !== undefined && scheduleOf(last.job) === scheduleOf(job)) continue;
    if (last !== undefined) eras[eras.length - 1] = { ...last, until: from };
    eras.push({ from, until: Infinity, job });
  }
  return eras;
}

function scheduleOf(job: StoryJob | null): string {
  return JSON.stringify([job?.cron, job?.pause]);
}

function holds(job: StoryJob | null, minute: number): boolean {
  return job !== null && CRONS[job.cron]?.(minute) === true;
}

function recordedOnce(story: ShortStory): string[] {
  const times = Map.groupBy(story.runs, ({ runId }) => runId);
  const twice = [...times].filter(([, runs]) => runs.length > 1).map(([runId]) => `${runId} is there twice`);
  const due = NAMES.flatMap((name) =>
    erasOf(story, name)
      // A ledger that does not answer hears of a deploy later.
      .filter(({ from }) => story.isUp(from, from + 1))
      .flatMap(({ from, until, job }) =>
        minutesBetween(from, Math.min(until, END))
          .filter((minute) => holds(job, minute))
          // The next schedule knows nothing of what this one had not found out by then.
          .filter((minute) => until === Infinity || isFoundOut(story, minute * MINUTE, until))
          .map((minute) => idOf(name, minute)),
      ),
  );
  return [...twice, ...due.filter((runId) => !times.has(runId)).map((runId) => `${runId} is not recorded`)];
}

function isFoundOut({ isUp }: ShortStory, at: number, until: number): boolean {
  return at + 2 * MINUTE + 1_000 <= until && isUp(at, until);
}

function minutesBetween(from: number, until: number): number[] {
  const first = Math.floor(from / MINUTE) + 1;
  return Array.from({ length: Math.max(0, Math.ceil(until / MINUTE) - first) }, (_, index) => first + index);
}

function nothingFromBefore(story: ShortStory): string[] {
  return story.runs
    .filter(({ events }) => events.some(({ status }) => status === "missed"))
    .filter(({ job, scheduledTime }) => {
      const at = scheduledTime ?? 0;
      const era = erasOf(story, job).find(({ from, until }) => from < at && at <= until);
      return era === undefined || !holds(era.job, at / MINUTE);
    })
    .map(({ runId }) => `${runId} was made up`);
}

function notMissedOnceKnown({ lines, isUp }: ShortStory): string[] {
  const known = new Set<string>();
  const broken: string[] = [];
  for (const { message, runId, timestamp } of lines) {
    if (typeof runId !== "string") continue;
    const at = Date.parse(String(timestamp));
    if (message.endsWith("was missed") && known.has(runId) && isUp(at - 2 * LEASE_MS, at)) {
      broken.push(`${runId} was found missed at ${new Date(at).toISOString()}`);
    }
    if (!/ (?:was missed|was superseded|was not made up|is not run again)$/.test(message)) known.add(runId);
  }
  return broken;
}

function oneTick({ received, isUp }: ShortStory): string[] {
  const ofTicks = Map.groupBy(
    received.filter(({ trigger }) => trigger === "cron"),
    ({ key }) => key,
  );
  return [...ofTicks]
    .filter(([, calls]) => new Set(calls.map(({ correlationId }) => correlationId)).size > 1)
    .filter(([, calls]) => isUp((calls[0]?.at ?? 0) - 2 * LEASE_MS, calls.at(-1)?.at ?? 0))
    .map(([key]) => `${key} was run by two ticks`);
}

function notSent({ runs, received, isUp }: ShortStory): string[] {
  const sent = new Set(received.filter(({ at }) => isUp(at - LEASE_MS, at)).map(({ key }) => key));
  return runs
    .filter(({ status }) => status === "skipped" || status === "superseded" || status === "missed")
    .filter(
      ({ attempts, events }) => attempts.length === 0 && !events.some(({ status }) => status === "lost"),
    )
    .filter(({ runId }) => sent.has(runId))
    .map(({ runId, status }) => `${runId} is ${status}, and was sent`);
}

function realSuccess({ runs, effects }: ShortStory): string[] {
  return runs
    .filter(({ status, runId }) => status === "succeeded" && effects.get(runId) !== 1)
    .map(({ runId }) => `${runId} has ${effects.get(runId) ?? 0} effects`);
}

function nothingLost({ runs, isCalm }: ShortStory): string[] {
  return runs
    .filter(({ status, error }) => status === "lost" && error?.startsWith("no result came") === true)
    .filter(({ claimedAt, endedAt }) => isCalm(claimedAt - MINUTE, endedAt ?? Infinity))
    .map(({ runId }) => `${runId} is lost`);
}

function pausesHold({ standings, runs, received, isUp }: ShortStory): string[] {
  const pauses = standings.flatMap(({ job, pauses: all }) => all.map((pause) => ({ job, ...pause })));
  return pauses.flatMap(({ job, since, until }) => {
    const isIn = (at: number): boolean => at > since && (until === null || at < until);
    const claimed = runs
      .filter((run) => run.job === job && run.trigger === "cron" && run.events.length === 0)
      .filter(({ claimedAt, attempts }) => isIn(claimedAt) && attempts.length > 0)
      .filter(({ claimedAt }) => isUp(claimedAt - LEASE_MS, claimedAt + 1));
    const firsts = Map.groupBy(received, ({ correlationId }) => correlationId).values();
    const madeUp = [...firsts]
      .flatMap((calls) => calls.slice(0, 1))
      .filter((call) => call.job === job && call.trigger === "catch-up" && call.attempt === 1)
      // One that spreads, or queues, began before.
      .filter(({ at }) => isIn(at) && isIn(at - 2 * MINUTE));
    return [...claimed.map(({ runId }) => runId), ...madeUp.map(({ key }) => key)].map(
      (runId) => `${runId} began in a pause`,
    );
  });
}

function attemptsInBounds({ received, deployments }: ShortStory): string[] {
  const executions = Map.groupBy(received, ({ key, correlationId }) => `${key} ${correlationId}`);
  return [...executions].flatMap(([execution, calls]) => {
    const [first, last] = [calls[0], calls.at(-1)];
    if (first === undefined || last === undefined) return [];
    const jobs = during(deployments, first.at, last.at).flatMap(({ jobs: all }) => all[first.job] ?? []);
    const deadlineMs = Math.max(...jobs.map((job) => job.deadlineMs ?? Infinity));
    const most = Math.max(...jobs.map(({ retry }) => retry?.maxAttempts ?? Infinity));
    return [
      ...(last.at > first.at + deadlineMs ? [`${execution} was tried after its deadline`] : []),
      ...(calls.some(({ attempt }) => attempt > most) ? [`${execution} was tried too often`] : []),
    ];
  });
}

/** The deployments of a stretch of time. */
function during(all: readonly Deployment[], from: number, until: number): Deployment[] {
  return all.filter((each, index) => each.from <= until && (all[index + 1]?.from ?? Infinity) > from);
}

interface Span {
  readonly run: RunView;
  readonly at: number;
  readonly until: number;
}

/** The attempts, as long as their runs waited for them. */
function spansOf({ runs }: ShortStory): Span[] {
  return runs
    .flatMap((run) =>
      run.attempts.map(({ startedAt: at, durationMs }) => ({ run, at, until: at + durationMs })),
    )
    .filter(({ at, until }) => until > at);
}

function catchUpsAtOnce(story: ShortStory): string[] {
  const { received, concurrency, isCalm } = story;
  const madeUp = new Set(
    received.filter(({ trigger }) => trigger === "catch-up").map(({ key, at }) => `${key} ${at}`),
  );
  const spans = spansOf(story).filter(({ run, at }) => madeUp.has(`${run.runId} ${at}`));
  return spans
    .filter(({ at }) => isCalm(at - 2 * LEASE_MS, at))
    .filter(({ at }) => spans.filter((each) => each.at <= at && each.until > at).length > concurrency)
    .map(({ run, at }) => `${run.runId} was one too many at ${new Date(at).toISOString()}`);
}

function notBesideItself(story: ShortStory): string[] {
  const { deployments, isUp, isCalm } = story;
  const spans = spansOf(story);
  return spans.flatMap((later) =>
    spans
      .filter(({ run, at, until }) => run.job === later.run.job && at <= later.at && until > later.at)
      .filter(({ run }) => run.runId !== later.run.runId)
      .filter(({ at }) => isCalm(at - LEASE_MS, later.at) && isUp(at - 2 * LEASE_MS, later.at + MINUTE))
      .filter(({ run }) =>
        during(deployments, Math.min(run.claimedAt, later.run.claimedAt), later.at).every(
          ({ jobs }) => jobs[run.job]?.overlap !== "allow",
        ),
      )
      .map(({ run }) => `${later.run.runId} began beside ${run.runId}`),
  );
}

function quietYouth(story: ShortStory): string[] {
  const missed = story.runs.flatMap(({ job, scheduledTime, status, claimedAt, events }) => {
    const found = events.find((event) => event.status === "missed")?.at ?? claimedAt;
    const isMissed = status === "missed" || events.some((event) => event.status === "missed");
    return isMissed ? [{ job, at: scheduledTime ?? 0, found }] : [];
  });
  const isYoung = ({ job, at, found }: (typeof missed)[number]): boolean => {
    const era = erasOf(story, job).findLast(({ from }) => from <= found);
    return era !== undefined && at < era.from + 30 * MINUTE;
  };
  return story.slack
    .filter(({ text }) => text.includes("missed"))
    .filter(({ at }) => !missed.some((each) => each.found <= at && !isYoung(each)))
    .map(({ at, text }) => `${new Date(at).toISOString()} ${text}`);
}
