import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { ScheduleRule } from "../../src/job-map.ts";
import { hoursOf } from "../cron/cron-times.ts";
import { canonicalCron, cronOf, normalizeCron } from "../cron/normalize-cron.ts";
import type { ScheduleContext } from "../resolved.ts";
import { parseLocal } from "../schema/local-time.ts";
import type { RawCron, RawEvery, RawModifiers, RawOnce, RawSchedule } from "../schema/raw.ts";
import { minuteOfDay, periodDays } from "../schema/schedule-times.ts";
import { dayFields } from "./day-fields.ts";
import { minutesOf, minutesOfEvery } from "./every-grid.ts";
import { hourGroups } from "./hour-groups.ts";

/** The rules of a list of schedules: their union, each rule once. */
export function lowerSchedules(schedules: readonly RawSchedule[], context: ScheduleContext): ScheduleRule[] {
  const rules = schedules.flatMap((schedule) => lowerSchedule(schedule, context));
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** One schedule, valid, as rules on its own clock. Cron stays the expression it is; the other forms become cron. */
export function lowerSchedule(schedule: RawSchedule, context: ScheduleContext): ScheduleRule[] {
  if (schedule === "manual") return [];
  const form = typeof schedule === "string" ? { cron: schedule } : schedule;
  return timesOf(form).map((times) => ({ ...times, ...clockOf(form, context), ...windowOf(form) }));
}

type Form = Exclude<RawSchedule, string>;

/** Cron, and what of the rule is not about the clock or the window. */
function timesOf(form: Form): Pick<ScheduleRule, "cron" | "carryDays" | "everyDays" | "only">[] {
  if ("cron" in form) return [{ cron: normalizeCron(form.cron) }];
  if ("once" in form) return timesOfOnce(form);
  if ("every" in form) return timesOfEvery(form);
  return crons([form.at].flat().map(minuteOfDay), dayFields(form.days));
}

function timesOfOnce({ once }: RawOnce) {
  const minute = parseLocal(once)?.minute ?? 0;
  return crons([minute], ["* * *"]).map((times) => ({ ...times, only: [once.slice(0, 10)] }));
}

function timesOfEvery(form: RawEvery) {
  const days = periodDays(form.every);
  if (days === null) return crons(minutesOfEvery(form), dayFields(form.days));
  const fromDay = parseLocal(form.from ?? "")?.day ?? 0;
  const minutes = [form.at ?? "00:00"].flat().map(minuteOfDay);
  return crons(minutes, ["* * *"]).map((times) => ({ ...times, everyDays: { days, fromDay } }));
}

/** Cron for these minutes of these days: hours with the same minutes share one, minutes past 1440 lie a day later. */
function crons(
  minutes: readonly number[],
  dates: readonly string[],
): Pick<ScheduleRule, "cron" | "carryDays">[] {
  return ([0, 1] as const).flatMap((carryDays) => {
    const ofDay = minutes
      .filter((minute) => Math.floor(minute / MINUTES_PER_DAY) === carryDays)
      .map((minute) => minute % MINUTES_PER_DAY);
    return hourGroups(ofDay.toSorted((a, b) => a - b)).flatMap((times) =>
      dates.map((date) => ({
        cron: canonicalCron(`${times} ${date}`),
        ...(carryDays === 1 && { carryDays }),
      })),
    );
  });
}

/** Zone and `dst`; nothing for UTC, whose clock never changes. */
function clockOf(
  form: Form,
  context: ScheduleContext,
): Pick<ScheduleRule, "zone" | "isInterval" | "gap" | "repeat"> {
  const zone = form.timeZone ?? context.timeZone;
  if (zone === "UTC") return {};
  if (isInterval(form)) return { zone, isInterval: true };
  const { gap, repeat } = { ...context.dst, ...form.dst };
  return { zone, ...(gap === "skip" && { gap }), ...(repeat !== "first" && { repeat }) };
}

/**
 * Intervals follow the clock face, times the calendar: `every` below an hour, cron whose minutes are `*` or stepped
 * from it, and either with the same minutes in all 24 hours.
 */
export function isInterval(form: Form): boolean {
  if ("cron" in form) return isIntervalCron(form);
  if (!("every" in form) || periodDays(form.every) !== null) return false;
  return minutesOf(form.every) < 60 || fillsEveryHour(minutesOfEvery(form));
}

/** Whether all 24 hours have the same minutes. */
function fillsEveryHour(minutes: readonly number[]): boolean {
  const ofDay = new Set(minutes.map((minute) => minute % MINUTES_PER_DAY));
  return [...ofDay].every((minute) => ofDay.has((minute + 60) % MINUTES_PER_DAY));
}

function isIntervalCron({ cron }: RawCron): boolean {
  const parsed = cronOf(normalizeCron(cron));
  const [item] = parsed.fields[0].items;
  const isStepped = item?.kind === "star" || (item?.kind === "step" && item.from.written === "star");
  return (isStepped && parsed.fields[0].items.length === 1) || hoursOf(parsed).length === 24;
}

function windowOf({ from, until, except, only }: RawModifiers): Omit<ScheduleRule, "cron"> {
  const first = from === undefined ? null : parseLocal(from);
  const last = until === undefined ? null : parseLocal(until);
  return {
    ...(first &&
      (first.minute === undefined
        ? { fromDay: first.day }
        : { fromMinute: first.day * MINUTES_PER_DAY + first.minute })),
    ...(last &&
      (last.minute === undefined
        ? { untilDay: last.day }
        : { untilMinute: last.day * MINUTES_PER_DAY + last.minute })),
    ...(except && { except }),
    ...(only && { only }),
  };
}
