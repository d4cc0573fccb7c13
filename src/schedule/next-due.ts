/*
 * Between two changes of the clocks, local time and UTC differ by one number, so each period is searched in local time
 * and the least (or greatest) of what the periods give counts. A period gives two kinds of instants: those at which its
 * clocks show a time that the rule names, and those of the times skipped at its start, by the offset before it.
 */

import type { Almanac, ScheduleRule, ZoneOffsets } from "../job-map.ts";
import { zoneNamed } from "./almanac.ts";
import type { EpochMinute } from "./cron.ts";
import { isFarFromChanges, isShiftedTo, passThatRuns, REACH_OF_A_CHANGE } from "./due.ts";
import { firstLocalTime, lastLocalTime } from "./local-times.ts";
import { END_OF_ZONES, offsetIn, periodAt, startOf } from "./zone.ts";

/**
 * The first minute of UTC after `after`, without `after` itself, at which one of the rules is due; null where there is
 * none. Rules in UTC are searched up to the dates of 9999, those in a zone up to the end of 2040, as far as its changes
 * are known. It allocates nothing once each cron is parsed.
 * @param after may be -Infinity
 * @throws Error as `isDue`
 */
export function nextDue(
  rules: readonly ScheduleRule[],
  after: EpochMinute,
  almanac: Almanac,
): EpochMinute | null {
  let next = Infinity;
  for (const rule of rules) {
    const found =
      rule.zone === undefined
        ? firstLocalTime(rule, after + 1, Infinity, almanac)
        : nextInZone(rule, zoneNamed(almanac, rule.zone), after + 1, almanac);
    next = Math.min(next, found);
  }
  return next === Infinity ? null : next;
}

/**
 * The last minute of UTC before `before`, without `before` itself, at which one of the rules is due; null where there
 * is none since 1970. It looks as far as `nextDue` does.
 * @param before may be Infinity
 * @throws Error as `isDue`
 */
export function previousDue(
  rules: readonly ScheduleRule[],
  before: EpochMinute,
  almanac: Almanac,
): EpochMinute | null {
  let previous = -Infinity;
  for (const rule of rules) {
    const found =
      rule.zone === undefined
        ? lastLocalTime(rule, -Infinity, before - 1, almanac)
        : previousInZone(rule, zoneNamed(almanac, rule.zone), Math.min(before, END_OF_ZONES) - 1, almanac);
    previous = Math.max(previous, found);
  }
  return previous === -Infinity ? null : previous;
}

/** The first instant, `from` included; Infinity where there is none. */
function nextInZone(rule: ScheduleRule, zone: ZoneOffsets, from: EpochMinute, almanac: Almanac): number {
  let next = END_OF_ZONES;
  let period = periodAt(zone, from - REACH_OF_A_CHANGE);
  for (; startOf(zone, period) < next; period++) {
    next = Math.min(
      next,
      firstShown(rule, zone, period, from, almanac),
      firstShifted(rule, zone, period, from, almanac),
    );
  }
  return next < END_OF_ZONES ? next : Infinity;
}

/** The last instant, `to` included; -Infinity where there is none. */
function previousInZone(rule: ScheduleRule, zone: ZoneOffsets, to: EpochMinute, almanac: Almanac): number {
  let previous = -Infinity;
  let period = periodAt(zone, to);
  for (; period >= 0 && startOf(zone, period + 1) + REACH_OF_A_CHANGE > previous; period--) {
    previous = Math.max(
      previous,
      lastShown(rule, zone, period, to, almanac),
      lastShifted(rule, zone, period, to, almanac),
    );
  }
  return previous;
}

/** The first instant of the period, `from` included, at which its clocks show a time that runs on this pass. */
function firstShown(
  rule: ScheduleRule,
  zone: ZoneOffsets,
  period: number,
  from: EpochMinute,
  almanac: Almanac,
): number {
  const offset = offsetIn(zone, period);
  const end = startOf(zone, period + 1);
  let minute = Math.max(from, startOf(zone, period));
  while (minute < end) {
    const local = firstLocalTime(rule, minute + offset, end + offset - 1, almanac);
    if (local === Infinity) return Infinity;
    minute = local - offset;
    const pass = passOf(rule, zone, period, minute);
    if (pass === period) return minute;
    // From here on, what the other pass shows to its end runs there.
    minute = startOf(zone, pass + 1) + offsetIn(zone, pass) - offset;
  }
  return Infinity;
}

/** The last instant of the period, `to` included, at which its clocks show a time that runs on this pass. */
function lastShown(
  rule: ScheduleRule,
  zone: ZoneOffsets,
  period: number,
  to: EpochMinute,
  almanac: Almanac,
): number {
  const offset = offsetIn(zone, period);
  const start = startOf(zone, period);
  let minute = Math.min(to, startOf(zone, period + 1) - 1);
  while (minute >= start) {
    const local = lastLocalTime(rule, start + offset, minute + offset, almanac);
    if (local === -Infinity) return -Infinity;
    minute = local - offset;
    const pass = passOf(rule, zone, period, minute);
    if (pass === period) return minute;
    // Up to here, what the other pass shows from its start runs there.
    minute = startOf(zone, pass) + offsetIn(zone, pass) - offset - 1;
  }
  return -Infinity;
}

/** The period in which the local time of an instant runs: the given one, or that of the other pass. */
function passOf(rule: ScheduleRule, zone: ZoneOffsets, period: number, minute: EpochMinute): number {
  if (rule.isInterval === true || isFarFromChanges(zone, period, minute)) return period;
  const pass = passThatRuns(rule, zone, minute + offsetIn(zone, period), minute) ?? minute;
  return pass === minute ? period : periodAt(zone, pass);
}

/** The first instant, `from` included, of a time that the clocks skip at the period's start. */
function firstShifted(
  rule: ScheduleRule,
  zone: ZoneOffsets,
  period: number,
  from: EpochMinute,
  almanac: Almanac,
): number {
  if (rule.isInterval === true || rule.gap === "skip" || period === 0) return Infinity;
  const offset = offsetIn(zone, period - 1);
  const start = startOf(zone, period);
  const lastSkipped = start + offsetIn(zone, period) - 1;
  let local = Math.max(from, start) + offset;
  while (local <= lastSkipped) {
    local = firstLocalTime(rule, local, lastSkipped, almanac);
    if (local === Infinity) return Infinity;
    if (isShiftedTo(local - offset, zone, local)) return local - offset;
    local++; // of no real zone: a skipped time that is shown within a day, or shifted from elsewhere
  }
  return Infinity;
}

/** The last instant, `to` included, of a time that the clocks skip at the period's start. */
function lastShifted(
  rule: ScheduleRule,
  zone: ZoneOffsets,
  period: number,
  to: EpochMinute,
  almanac: Almanac,
): number {
  if (rule.isInterval === true || rule.gap === "skip" || period === 0) return -Infinity;
  const offset = offsetIn(zone, period - 1);
  const start = startOf(zone, period);
  const firstSkipped = start + offset;
  let local = Math.min(to + offset, start + offsetIn(zone, period) - 1);
  while (local >= firstSkipped) {
    local = lastLocalTime(rule, firstSkipped, local, almanac);
    if (local === -Infinity) return -Infinity;
    if (isShiftedTo(local - offset, zone, local)) return local - offset;
    local--; // of no real zone, as above
  }
  return -Infinity;
}
