import type { Almanac } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { ResolvedJob } from "../resolved.ts";
import { compareCalendars, compareWords, toldWords } from "./compare-settings.ts";
import type { Clock, ClockedRuns, Stretch } from "./compare-runs.ts";
import { compareRuns, reachMinutes } from "./compare-runs.ts";
import { jobWords } from "./job-words.ts";
import type { JobPlan, RunsPlan } from "./plan.ts";
import { without } from "./pair-moved.ts";
import { runMinutes, runsKey } from "./run-minutes.ts";
import { runsByItself } from "./runs-by-itself.ts";

/** A job of one version. */
export interface JobOf {
  readonly job: ResolvedJob;
  /** Keys of the other jobs of its environment that have its lock. */
  readonly lockMates: readonly string[];
  readonly almanac: Almanac;
}

export interface ComparedRuns {
  readonly runs: RunsPlan | null;
  /** Runs that come with the change, in the month from now: the time of its deploy. */
  readonly newRuns: readonly EpochMinute[];
}

const sameRuns: ComparedRuns = { runs: null, newRuns: [] };
const utc: Clock = { zone: "UTC", offsets: { first: 0, changes: [] } };
const monthMinutes = 31 * MINUTES_PER_DAY;

/** A comparer of runs that counts no pair of schedules twice: many jobs have the same. */
export function runsComparer(stretch: Stretch): (before: JobOf | null, after: JobOf | null) => ComparedRuns {
  const { nowMinute, fromMinute, untilMinute } = stretch;
  const known = new Map<string, ComparedRuns>();
  const runsOf = (side: JobOf | null): ClockedRuns => ({
    minutes: side
      ? runMinutes(side.job, side.almanac, fromMinute - reachMinutes, untilMinute + reachMinutes)
      : [],
    clock: clockOf(side),
  });
  return (before, after) => {
    const keys = [keyOf(before), keyOf(after)];
    if (keys[0] === keys[1]) return sameRuns;
    const key = JSON.stringify(keys);
    let compared = known.get(key);
    if (!compared) {
      const [old, now] = [runsOf(before), runsOf(after)];
      const newRuns = without(now.minutes, old.minutes).filter(
        (minute) => nowMinute <= minute && minute < nowMinute + monthMinutes,
      );
      compared = { runs: compareRuns(old, now, stretch), newRuns };
      known.set(key, compared);
    }
    return compared;
  };
}

function keyOf(side: JobOf | null): string {
  return side ? runsKey(side.job, side.almanac) : "";
}

/** The clock of a job's first rule. */
function clockOf(side: JobOf | null): Clock {
  const zone = side?.job.schedule[0]?.zone;
  const offsets = zone === undefined ? undefined : side?.almanac.zones[zone];
  return zone === undefined || !offsets ? utc : { zone, offsets };
}

/** Whether two jobs are the same to the letter: most are, and need no comparing. */
export function isSameJob(before: JobOf, after: JobOf): boolean {
  return (
    JSON.stringify([before.job, before.lockMates]) === JSON.stringify([after.job, after.lockMates]) &&
    keyOf(before) === keyOf(after)
  );
}

/** Where a schedule comes or goes, these come and go with it: no news. */
const followsSchedule: readonly string[] = ["retries stop after", "made up if missed"];

/** What becomes of a job in an environment; null where nothing does. */
export function compareJobs(
  before: JobOf | null,
  after: JobOf | null,
  { runs }: ComparedRuns,
  nowMinute: EpochMinute,
): JobPlan | null {
  const job = (after ?? before)?.job;
  if (!job) return null;
  const settings =
    before && after
      ? [
          ...compareWords(wordsOf(before, nowMinute), wordsOf(after, nowMinute)).filter(
            ({ setting }) => !followsSchedule.includes(setting) || isByHand(before) === isByHand(after),
          ),
          ...compareCalendars(before.job, after.job, before.almanac.dates, after.almanac.dates),
        ]
      : compareWords(toldOf(before, nowMinute), toldOf(after, nowMinute));
  // Written in another way, and the same in words and in runs: that is no change.
  if (before && after && settings.length === 0 && (runs?.first ?? null) === null) return null;
  return {
    key: job.key,
    name: job.name,
    environment: job.environment,
    change: before ? (after ? "changed" : "removed") : "added",
    settings,
    // Of what only runs by hand there is nothing to count.
    runs: isScheduled(before) || isScheduled(after) ? runs : null,
    beginsAnew: runs !== null && isScheduled(after),
    pausedSince: null,
  };
}

function toldOf(side: JobOf | null, nowMinute: EpochMinute) {
  return side ? toldWords(wordsOf(side, nowMinute)) : new Map<string, string | null>();
}

function wordsOf({ job, lockMates }: JobOf, nowMinute: number) {
  return jobWords(job, lockMates, nowMinute);
}

function isScheduled(side: JobOf | null): boolean {
  return side !== null && runsByItself(side.job);
}

function isByHand({ job }: JobOf): boolean {
  return job.schedule.length === 0;
}
