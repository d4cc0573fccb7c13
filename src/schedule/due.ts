import type { Almanac, ScheduleRule, ZoneOffsets } from "../job-map.ts";
import { isInOneOf, zoneNamed } from "./almanac.ts";
import { matches, parseCron, type Cron, type EpochMinute } from "./cron.ts";
import { dayOfMinute, MINUTES_PER_DAY, type EpochDay } from "./civil.ts";
import {
  firstPassOf,
  lastPassOf,
  offsetIn,
  periodAt,
  shiftedFrom,
  startOf,
  type LocalMinute,
} from "./zone.ts";

/** No clock's offset reaches a day, so two offsets are less than two days apart. */
export const REACH_OF_A_CHANGE = 2 * MINUTES_PER_DAY;
const EMPTY: Almanac = { zones: {}, dates: {} };

/**
 * Parsed once in an isolate's life. Sharing it between requests is safe: a `Cron` never changes and
 * follows from its text alone. It stays small, as all texts come from the generated job map.
 */
const parsed = new Map<string, Cron>();

/**
 * Whether one of the rules holds this minute of UTC. It asks nothing of the runtime, allocates nothing
 * once each cron is parsed, and looks at a change of the clocks only within two days of it.
 * @throws Error where a cron does not parse, or the almanac lacks a name: the compiler has checked them,
 * so that is our bug
 */
export function isDue(
  rules: readonly ScheduleRule[],
  minute: EpochMinute,
  almanac: Almanac = EMPTY,
): boolean {
  // By index: an iterator allocates until the code is hot, and an isolate is young at most ticks.
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index];
    if (rule !== undefined && holds(rule, minute, almanac)) return true;
  }
  return false;
}

function holds(rule: ScheduleRule, minute: EpochMinute, almanac: Almanac): boolean {
  if (rule.zone === undefined) return holdsLocal(rule, minute, almanac);
  const zone = zoneNamed(almanac, rule.zone);
  const period = periodAt(zone, minute);
  const local = minute + offsetIn(zone, period);
  if (rule.isInterval === true || isFarFromChanges(zone, period, minute)) {
    return holdsLocal(rule, local, almanac);
  }
  if (holdsLocal(rule, local, almanac) && passThatRuns(rule, zone, local, minute) === minute) return true;
  return rule.gap !== "skip" && holdsShifted(rule, zone, period, minute, almanac);
}

/** Then the local time comes once, and no other is shifted to this instant. */
export function isFarFromChanges(zone: ZoneOffsets, period: number, minute: EpochMinute): boolean {
  return (
    startOf(zone, period) <= minute - REACH_OF_A_CHANGE &&
    startOf(zone, period + 1) > minute + REACH_OF_A_CHANGE
  );
}

/** Of the instants at which the clocks show a local time, the one that runs; with `both`, the one asked about. */
export function passThatRuns(
  { repeat }: ScheduleRule,
  zone: ZoneOffsets,
  local: LocalMinute,
  minute: EpochMinute,
): EpochMinute | null {
  if (repeat === "both") return minute;
  return repeat === "last" ? lastPassOf(zone, local) : firstPassOf(zone, local);
}

/** Whether the clocks skip the local time, and the instant is the one that it is shifted to. */
export function isShiftedTo(minute: EpochMinute, zone: ZoneOffsets, local: LocalMinute): boolean {
  return firstPassOf(zone, local) === null && shiftedFrom(zone, local) === minute;
}

/** Whether the rule holds a time that the clocks skip and that is shifted to this instant: by the offset of an earlier period. */
function holdsShifted(
  rule: ScheduleRule,
  zone: ZoneOffsets,
  period: number,
  minute: EpochMinute,
  almanac: Almanac,
): boolean {
  for (let later = period; startOf(zone, later) > minute - REACH_OF_A_CHANGE; later--) {
    const local = minute + offsetIn(zone, later - 1);
    if (isShiftedTo(minute, zone, local) && holdsLocal(rule, local, almanac)) return true;
  }
  return false;
}

/** Whether the rule names this local time, whatever the clocks make of it. */
function holdsLocal(rule: ScheduleRule, local: LocalMinute, almanac: Almanac): boolean {
  if (rule.fromMinute !== undefined && local < rule.fromMinute) return false;
  if (rule.untilMinute !== undefined && local > rule.untilMinute) return false;
  const written = local - MINUTES_PER_DAY * (rule.carryDays ?? 0);
  return matches(cronOf(rule.cron), written) && holdsDay(rule, dayOfMinute(written), almanac);
}

/** Whether the rule's window, counting and sets of dates leave in this local date; its cron is not asked. */
export function holdsDay(rule: ScheduleRule, day: EpochDay, { dates }: Almanac): boolean {
  const { fromDay, untilDay, everyDays, except, only } = rule;
  if (fromDay !== undefined && day < fromDay) return false;
  if (untilDay !== undefined && day > untilDay) return false;
  if (everyDays !== undefined && (day - everyDays.fromDay) % everyDays.days !== 0) return false;
  if (except !== undefined && isInOneOf(except, day, dates)) return false;
  return only === undefined || isInOneOf(only, day, dates);
}

/** The cron of a rule, parsed at its first use. */
export function cronOf(text: string): Cron {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parseCron(text);
  if (!result.ok) {
    throw new Error(
      `the job map holds an invalid cron, ${JSON.stringify(text)}: ${result.errors[0]?.message}`,
    );
  }
  parsed.set(text, result.cron);
  return result.cron;
}
