import type { ZoneOffsets } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { RawModifiers, RawSchedule } from "../schema/raw.ts";
import { passesOf, runsOf, stretchesNear, stretchesOf, type DstPolicy } from "./clock.ts";
import { localDateOf, readDay, readLocalMinute } from "./local-date.ts";
import { readForm } from "./read-form.ts";
import { distinctMinutes } from "./sort-minutes.ts";

const MINUTES_PER_DAY = 1440;
/** A day for the offset, and one for the part of a window after midnight. */
const DAYS_AROUND = 2;

/** What a schedule's meaning takes beside its own words. */
export interface ScheduleContext {
  /** Of the zone in which the schedule is written: its own `timeZone`, else its job's. */
  readonly zone: ZoneOffsets;
  /** The job's; a key of the schedule's own `dst` wins. */
  readonly dst: DstPolicy;
  /** The local dates of a calendar, as days since 1970-01-01. */
  readonly dates: (calendar: string) => readonly number[];
}

/**
 * The instants that a written schedule declares, ascending, each once. It walks the local dates one by one, and turns
 * each of their times into instants by trying the zone's offsets: on purpose not the way of the compiler, which lowers
 * to UTC expressions, nor of the Worker, which asks of an instant what the clock shows.
 *
 * @param schedule has passed the checks
 * @param from first minute of UTC, inclusive
 * @param until exclusive
 * @throws Error for a cron text that the checks should have refused
 */
export function declaredMinutes(
  schedule: RawSchedule,
  context: ScheduleContext,
  from: EpochMinute,
  until: EpochMinute,
): EpochMinute[] {
  if (schedule === "manual") return [];
  const form = typeof schedule === "string" ? { cron: schedule } : schedule;
  const { times, isInterval, isOn } = readForm(form);
  const { holdsDate, firstMinute, lastMinute } = readModifiers(form, context.dates);
  const dst = { ...context.dst, ...form.dst };
  const stretches = stretchesOf(context.zone);
  const minutes: EpochMinute[] = [];
  const lastDay = Math.floor(until / MINUTES_PER_DAY) + DAYS_AROUND;
  for (let day = Math.floor(from / MINUTES_PER_DAY) - DAYS_AROUND; day <= lastDay; day++) {
    if (!holdsDate(day) || !isOn(localDateOf(day))) continue;
    const near = stretchesNear(day, stretches);
    const [only, ...others] = near;
    // Not for…of: until the code is hot, which is most of a run, it allocates at each of a hundred thousand times.
    times.forEach((time) => {
      const local = day * MINUTES_PER_DAY + time;
      if (local < firstMinute || local > lastMinute) return;
      if (only !== undefined && others.length === 0) {
        // No change of the clocks is near, so each time comes once.
        const minute = local - only.offset;
        if (from <= minute && minute < until) minutes.push(minute);
        return;
      }
      const runs = isInterval ? passesOf(local, near) : runsOf(local, near, dst);
      for (const minute of runs) if (from <= minute && minute < until) minutes.push(minute);
    });
  }
  // A shifted time may meet another.
  return distinctMinutes(minutes);
}

/** Dates are asked of the date that is written, date-times of the local time as written. */
function readModifiers(
  { from, until, except, only }: RawModifiers,
  dates: ScheduleContext["dates"],
): { holdsDate: (day: number) => boolean; firstMinute: number; lastMinute: number } {
  const [firstDay, firstMinute] = readBound(from, -Infinity);
  const [lastDay, lastMinute] = readBound(until, Infinity);
  const excepted = readDates(except ?? [], dates);
  const allowed = only === undefined ? null : readDates(only, dates);
  return {
    holdsDate: (day) =>
      day >= firstDay && day <= lastDay && !excepted.has(day) && (allowed === null || allowed.has(day)),
    firstMinute,
    lastMinute,
  };
}

/** A bound as day and as minute; one of the two is the open end. */
function readBound(text: string | undefined, open: number): [day: number, minute: number] {
  if (text === undefined) return [open, open];
  return text.includes("T") ? [open, readLocalMinute(text)] : [readDay(text), open];
}

/** Of names of calendars and dates; a name can't begin with a digit. */
function readDates(written: readonly string[], dates: ScheduleContext["dates"]): Set<number> {
  return new Set(written.flatMap((each) => (/^\d/.test(each) ? [readDay(each)] : dates(each))));
}
