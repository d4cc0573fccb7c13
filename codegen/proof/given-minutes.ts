import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { matches, nextAfter, parseCron, type Cron, type EpochMinute } from "../../src/schedule/cron.ts";
import { isDue } from "../../src/schedule/due.ts";
import { sortMinutes } from "./sort-minutes.ts";

const MINUTES_PER_DAY = 1440;

/** A trigger's expression, and when it wakes the Worker: at each of its times on each of its days, from one instant to another. */
export interface Wakes {
  readonly cron: Cron;
  /** Inclusive. */
  readonly from: EpochMinute;
  /** Exclusive. */
  readonly until: EpochMinute;
  /** The first minutes of its days of UTC, ascending. */
  readonly midnights: readonly EpochMinute[];
  /** Minutes of the day, ascending. */
  readonly times: readonly number[];
}

/**
 * When an emitted expression fires, as Cloudflare's dialect reads it.
 * @param from inclusive
 * @param until exclusive
 */
export function wakesOf(text: string, from: EpochMinute, until: EpochMinute): Wakes {
  const cron = cronOf(text);
  const midnights: EpochMinute[] = [];
  let minute = nextAfter(cron, from - 1);
  while (minute !== null && minute < until) {
    const midnight = minute - (minute % MINUTES_PER_DAY);
    midnights.push(midnight);
    minute = nextAfter(cron, midnight + MINUTES_PER_DAY - 1);
  }
  return { cron, from, until, midnights, times: timesOf(text) };
}

/**
 * The minutes at which the Worker runs a job, ascending: one of its triggers fires, the job is due, and no earlier
 * trigger of the job fires at the same minute (src/due-jobs.ts). An expression that stands twice is a job named twice
 * in the list of one trigger, so its minutes come twice.
 *
 * @param triggers those that name the job, in the map's order
 */
export function givenMinutes(
  rules: readonly ScheduleRule[],
  triggers: readonly Wakes[],
  almanac: Almanac,
): EpochMinute[] {
  const possible = timesOfDay(rules, almanac);
  const given: EpochMinute[] = [];
  for (const [index, { cron, from, until, midnights, times }] of triggers.entries()) {
    const earlier = triggers.slice(0, index).filter((each) => each.cron.text !== cron.text);
    const asked = times.filter((time) => possible.has(time));
    const isTaken = takenBy(earlier.map((each) => each.cron));
    for (const midnight of midnights) {
      // Not for…of: until the code is hot, which is most of a run, it allocates at each of a hundred thousand minutes.
      asked.forEach((time) => {
        const minute = midnight + time;
        if (minute < from || minute >= until || !isDue(rules, minute, almanac)) return;
        if (!isTaken(minute)) given.push(minute);
      });
    }
  }
  return sortMinutes(given);
}

function takenBy(earlier: readonly Cron[]): (minute: EpochMinute) => boolean {
  if (earlier.length === 0) return () => false;
  return (minute) => earlier.some((cron) => matches(cron, minute));
}

/**
 * The minutes of the UTC day at which a rule can be due. Packed triggers fire at most minutes of the year, so this saves
 * most of the due-checks. It leaves out nothing: the Worker holds an instant only where the rule's cron matches it moved
 * by an offset of the zone, shifted times included, and a carried time is moved by whole days.
 */
export function timesOfDay(rules: readonly ScheduleRule[], { zones }: Almanac): Set<number> {
  const times = new Set<number>();
  for (const { cron, zone } of rules) {
    const { first, changes } = zones[zone ?? ""] ?? { first: 0, changes: [] };
    const offsets = new Set([first, ...changes.map(([, offset]) => offset)]);
    for (const time of timesOf(cron)) {
      for (const offset of offsets) times.add((time - offset + 2 * MINUTES_PER_DAY) % MINUTES_PER_DAY);
    }
  }
  return times;
}

/** The minutes of the day that an expression names, ascending. */
function timesOf(cron: string): number[] {
  const [minuteField, hourField] = cron.split(" ");
  const daily = cronOf(`${minuteField} ${hourField} * * *`);
  const times: number[] = [];
  for (let time = 0; time < MINUTES_PER_DAY; time++) if (matches(daily, time)) times.push(time);
  return times;
}

function cronOf(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok)
    throw new Error(`the compiler wrote an invalid cron, \`${text}\`: ${result.errors[0]?.message}`);
  return result.cron;
}
