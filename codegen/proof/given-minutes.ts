import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import { matches, nextAfter, parseCron, type Cron, type EpochMinute } from "../../src/schedule/cron.ts";
import { sortMinutes } from "./sort-minutes.ts";
import { isDue } from "../../src/schedule/due.ts";

const MINUTES_PER_DAY = 1440;
/** From so many minutes of the day on, it is quicker to go through all wakes than to gather those of each. */
const MANY_TIMES = 200;

/** A trigger's expression, and when it wakes the Worker. */
export interface Wakes {
  readonly cron: Cron;
  /** Ascending. */
  readonly minutes: readonly EpochMinute[];
  /** Minute of the UTC day → its instants, ascending. Made when it is first asked for. */
  readonly byTime: () => ReadonlyMap<number, readonly EpochMinute[]>;
}

/**
 * When an emitted expression fires, as Cloudflare's dialect reads it.
 * @param from inclusive
 * @param until exclusive
 */
export function wakesOf(text: string, from: EpochMinute, until: EpochMinute): Wakes {
  const cron = cronOf(text);
  const minutes: EpochMinute[] = [];
  let minute = nextAfter(cron, from - 1);
  while (minute !== null && minute < until) {
    minutes.push(minute);
    minute = nextAfter(cron, minute);
  }
  let byTime: Map<number, EpochMinute[]> | undefined;
  return { cron, minutes, byTime: () => (byTime ??= Map.groupBy(minutes, (each) => each % MINUTES_PER_DAY)) };
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
  const times = timesOfDay(rules, almanac);
  const given: EpochMinute[] = [];
  for (const [index, wakes] of triggers.entries()) {
    const earlier = triggers.slice(0, index).filter((each) => each.cron.text !== wakes.cron.text);
    for (const minute of wakesAt(times, wakes)) {
      if (isDue(rules, minute, almanac) && !earlier.some((each) => matches(each.cron, minute)))
        given.push(minute);
    }
  }
  return sortMinutes(given);
}

/** A trigger's wakes at these minutes of the day. One that is packed wakes at many others, which are not looked at. */
function wakesAt(times: ReadonlySet<number>, { minutes, byTime }: Wakes): readonly EpochMinute[] {
  if (times.size > MANY_TIMES) return minutes.filter((minute) => times.has(minute % MINUTES_PER_DAY));
  return [...times].flatMap((time) => byTime().get(time) ?? []);
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
    const [minuteField, hourField] = cron.split(" ");
    const daily = cronOf(`${minuteField} ${hourField} * * *`);
    for (let time = 0; time < MINUTES_PER_DAY; time++) {
      if (!matches(daily, time)) continue;
      for (const offset of offsets) times.add((time - offset + 2 * MINUTES_PER_DAY) % MINUTES_PER_DAY);
    }
  }
  return times;
}

function cronOf(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok)
    throw new Error(`the compiler wrote an invalid cron, \`${text}\`: ${result.errors[0]?.message}`);
  return result.cron;
}
