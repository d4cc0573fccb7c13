import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { Almanac, ScheduleRule, ZoneOffsets } from "../../src/job-map.ts";
import { isDue } from "../../src/schedule/due.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ResolvedSchedules } from "../resolved.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfValue } from "../source/span.ts";

/** Of one change; more say no more to a reader. */
const maxTimes = 4;

/** 13 months at their longest: each change of the clocks once, and a month more. */
const horizonMinutes = 400 * MINUTES_PER_DAY;

/**
 * Reports SCH224: a time of day that a change of the clocks within 13 months shifts, drops or doubles, with the dates
 * and what will happen. `nowMinute` is UTC, since 1970. Intervals follow the clock face, and are not named.
 */
export function checkClockChanges(
  document: SourceDocument,
  { environments, almanac }: ResolvedSchedules,
  nowMinute: number,
): Diagnostic[] {
  // Thousands of jobs share a few hundred rules.
  const known = new Map<string, readonly string[]>();
  const effectsOf = (rule: ScheduleRule): readonly string[] => {
    const key = JSON.stringify(rule);
    const effects = known.get(key) ?? effectsOn(rule, almanac, nowMinute);
    known.set(key, effects);
    return effects;
  };
  const enabled = environments.flatMap(({ jobs }) => jobs.filter(({ settings }) => settings.enabled));
  return enabled.flatMap(({ schedule, paths }) => {
    const effects = [...new Set(schedule.flatMap(effectsOf))];
    if (effects.length === 0) return [];
    const message = `the clocks of its zone change at a time of this schedule: ${effects.join("; ")}`;
    const hint = "`dst` says what becomes of such a time: `gap` shift or skip, `repeat` first, last or both";
    return [diagnostic("SCH224", spanOfValue(document, paths.schedule), message, { hint })];
  });
}

/** What each coming change does to a rule, in words. */
function effectsOn(rule: ScheduleRule, almanac: Almanac, nowMinute: number): string[] {
  const zone = rule.zone === undefined ? undefined : almanac.zones[rule.zone];
  if (!zone || rule.isInterval) return [];
  return changesOf(zone)
    .filter(({ minute }) => minute > nowMinute && minute < nowMinute + horizonMinutes)
    .flatMap(({ minute, before, after }) => {
      // The local times that the clocks skip, or show twice.
      const [first, end] =
        before < after ? [minute + before, minute + after] : [minute + after, minute + before];
      const written = Array.from({ length: end - first }, (_, index) => first + index).filter((local) =>
        holdsWritten(rule, local, almanac),
      );
      return written.slice(0, maxTimes).map((local) => effectText(rule, local, after - before));
    });
}

function changesOf({ first, changes }: ZoneOffsets): { minute: number; before: number; after: number }[] {
  return changes.map(([minute, after], index) => ({
    minute,
    before: changes[index - 1]?.[1] ?? first,
    after,
  }));
}

/** Whether the rule names a local time. Without a zone it is read as if that clock were UTC's. */
function holdsWritten(
  { zone: _zone, gap: _gap, repeat: _repeat, ...clock }: ScheduleRule,
  local: number,
  almanac: Almanac,
): boolean {
  return isDue([clock], local, almanac);
}

function effectText({ gap, repeat }: ScheduleRule, local: number, jump: number): string {
  const [date, time] = dateAndTime(local);
  if (jump < 0) {
    const passes = { first: "the first time", last: "the second time", both: "both times" }[
      repeat ?? "first"
    ];
    return `on ${date} ${time} comes twice, and it runs ${passes}`;
  }
  if (gap === "skip") return `on ${date} ${time} is skipped, and it does not run`;
  return `on ${date} ${time} is skipped, and it runs at ${dateAndTime(local + jump)[1]}`;
}

function dateAndTime(local: number): [string, string] {
  const text = new Date(local * 60_000).toISOString();
  return [text.slice(0, 10), text.slice(11, 16)];
}
