import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { RawSchedule } from "../schema/raw.ts";
import { declaredMinutes, type ScheduleContext } from "./declared-minutes.ts";
import { findDifference, type Difference } from "./find-difference.ts";
import { distinctMinutes } from "./sort-minutes.ts";
import { givenMinutes, wakesOf, type Wakes } from "./given-minutes.ts";

/** How far ahead is proved: over each change of the clocks once, and a month more. */
export const PROVED_MONTHS = 13;

/** An environment as it was declared, and as it was compiled. */
export interface ProvedEnvironment {
  readonly name: string;
  readonly jobs: readonly ProvedJob[];
  /** In the job map's order. */
  readonly triggers: readonly { readonly cron: string; readonly jobs: readonly string[] }[];
  readonly almanac: Almanac;
}

export interface ProvedJob {
  readonly key: string;
  /** As written; their union is declared. Jobs that share the objects of a context share its work. */
  readonly schedules: readonly { readonly schedule: RawSchedule; readonly context: ScheduleContext }[];
  /** As compiled. */
  readonly rules: readonly ScheduleRule[];
}

/** A bug of the compiler. */
export interface ProofFailure extends Difference {
  readonly environment: string;
  readonly job: string;
}

/**
 * Proves for each job that the instants at which the triggers and the Worker's own decision run it are those that its
 * schedules declare, each once, for 13 months. A spare wake runs nothing, so it is no failure.
 *
 * @param from first minute of UTC, inclusive
 * @returns the jobs of which it is not so; none: it is proved
 * @throws Error for a cron text that should have been refused or not been written
 */
export function proveTriggers(environments: readonly ProvedEnvironment[], from: EpochMinute): ProofFailure[] {
  const until = monthsLater(from, PROVED_MONTHS);
  const wakes = memoized((cron) => wakesOf(cron, from, until));
  const numberOf = numbering();
  // Thousands of jobs share a few hundred schedules: what is written the same and woken by the same is proved once.
  const known = new Map<string, Difference | null>();
  const failures: ProofFailure[] = [];
  for (const { name, jobs, triggers, almanac } of environments) {
    const cronsOf = cronsByJob(triggers);
    for (const job of jobs) {
      const crons = cronsOf.get(job.key) ?? [];
      const key = JSON.stringify([describe(job.schedules, numberOf), job.rules, numberOf(almanac), crons]);
      let difference = known.get(key);
      if (difference === undefined) {
        difference = differenceOf(job, crons.map(wakes), almanac, from, until);
        known.set(key, difference);
      }
      if (difference !== null) failures.push({ environment: name, job: job.key, ...difference });
    }
  }
  return failures;
}

function differenceOf(
  { schedules, rules }: ProvedJob,
  triggers: readonly Wakes[],
  almanac: Almanac,
  from: EpochMinute,
  until: EpochMinute,
): Difference | null {
  const declared = schedules.map(({ schedule, context }) => declaredMinutes(schedule, context, from, until));
  return findDifference(union(declared), givenMinutes(rules, triggers, almanac));
}

function union(lists: readonly EpochMinute[][]): EpochMinute[] {
  const [only, ...others] = lists;
  if (only !== undefined && others.length === 0) return only;
  return distinctMinutes(lists.flat());
}

/** The expressions that wake each job, in the map's order. */
function cronsByJob(triggers: ProvedEnvironment["triggers"]): Map<string, string[]> {
  const crons = new Map<string, string[]>();
  for (const { cron, jobs } of triggers) {
    for (const job of jobs) {
      const ofJob = crons.get(job);
      if (ofJob === undefined) crons.set(job, [cron]);
      else ofJob.push(cron);
    }
  }
  return crons;
}

/** All that the declared minutes follow from; zones and calendars, which are large, by their objects' numbers. */
function describe(schedules: ProvedJob["schedules"], numberOf: (value: object) => number): unknown[] {
  return schedules.map(({ schedule, context: { dst, zone, dates } }) => [
    schedule,
    dst.gap,
    dst.repeat,
    numberOf(zone),
    numberOf(dates),
  ]);
}

/** Gives each object a number of its own. */
function numbering(): (value: object) => number {
  const numbers = new Map<object, number>();
  return (value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
}

function memoized<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

function monthsLater(minute: EpochMinute, months: number): EpochMinute {
  const date = new Date(minute * 60_000);
  return date.setUTCMonth(date.getUTCMonth() + months) / 60_000;
}
