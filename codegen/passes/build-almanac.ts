import type { Almanac } from "../../src/job-map.ts";
import type { RawSchedule, RawSchedules, RawSettings } from "../schema/raw.ts";
import { isDate, parseLocal } from "../schema/local-time.ts";
import { writtenSchedules } from "../schema/written-schedules.ts";
import { readZone } from "../zones/read-zone.ts";

/**
 * What the file's schedules refer to: the zones in use, and the sets of dates. A date that stands alone
 * names itself.
 *
 * @param firstYear from which on the zones' changes are wanted; the first that is compiled, if left out
 */
export function buildAlmanac(raw: RawSchedules, firstYear?: number): Almanac {
  const schedules = writtenSchedules(raw).map(({ schedule }) => schedule);
  const zones = new Set([...settingsOf(raw).map((settings) => settings?.timeZone), ...schedules.map(zoneOf)]);
  const used = schedules.flatMap(datesOf);
  const calendars = Object.entries(raw.calendars ?? {}).filter(([name]) => used.includes(name));
  return {
    zones: Object.fromEntries(named(zones).map((zone) => [zone, readZone(zone, firstYear)])),
    dates: Object.fromEntries([
      ...calendars.map(([name, dates]) => [name, daysOf(dates)] as const),
      ...[...new Set(used.filter(isDate))].toSorted().map((date) => [date, daysOf([date])] as const),
    ]),
  };
}

function settingsOf(raw: RawSchedules): (RawSettings | undefined)[] {
  return [
    raw.defaults,
    ...Object.values(raw.environments).map(({ defaults }) => defaults),
    ...Object.values(raw.jobs).flatMap((job) => [job, ...Object.values(job.overrides ?? {})]),
  ];
}

function zoneOf(schedule: RawSchedule): string | undefined {
  return typeof schedule === "string" ? undefined : schedule.timeZone;
}

/** Names of calendars, and dates, that a schedule refers to. */
export function datesOf(schedule: RawSchedule): string[] {
  if (typeof schedule === "string") return [];
  if ("once" in schedule) return [schedule.once.slice(0, 10)];
  return [...(schedule.except ?? []), ...(schedule.only ?? [])];
}

/** UTC needs no data: its clock never changes. */
function named(zones: ReadonlySet<string | undefined>): string[] {
  const names = [...zones].flatMap((zone) => (zone === undefined || zone === "UTC" ? [] : [zone]));
  return names.toSorted();
}

function daysOf(dates: readonly string[]): number[] {
  const days = dates.map((date) => parseLocal(date)?.day).filter((day) => day !== undefined);
  return [...new Set(days)].toSorted((a, b) => a - b);
}
