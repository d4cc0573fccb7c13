import type { RawAt, RawDays, RawEvery, RawScheduleForm } from "../schema/raw.ts";
import {
  isLastOfItsWeekday,
  isLastWorkday,
  isNthOfItsWeekday,
  isWorkday,
  readDay,
  readLocalMinute,
  readTime,
  type LocalDate,
} from "./local-date.ts";
import { readCronText } from "./read-cron-text.ts";
import type { WrittenForm } from "./written-form.ts";

const MINUTES_PER_DAY = 1440;
const MINUTES_PER_UNIT: Readonly<Record<string, number>> = { ms: 1 / 60_000, s: 1 / 60, m: 1, h: 60 };
const DAYS_PER_UNIT: Readonly<Record<string, number>> = { d: 1, w: 7 };
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const ORDINALS = ["first", "second", "third", "fourth", "fifth"] as const;

/** Reads any form of schedule that is a map and has passed the checks. */
export function readForm(form: RawScheduleForm): WrittenForm {
  if ("cron" in form) return readCronText(form.cron);
  if ("every" in form) return readEvery(form);
  if ("at" in form) return { times: readTimes(form.at), isInterval: false, isOn: readDays(form.days) };
  const minute = readLocalMinute(form.once);
  const day = readDay(form.once);
  return { times: [minute - day * MINUTES_PER_DAY], isInterval: false, isOn: (date) => date.day === day };
}

function readEvery(form: RawEvery): WrittenForm {
  const { count, unit } = readDuration(form.every);
  const days = DAYS_PER_UNIT[unit];
  if (days === undefined) return readGrid(form);
  const period = count * days;
  const first = readDay(form.from ?? "");
  return {
    times: readTimes(form.at ?? "00:00"),
    isInterval: false,
    // `from` is a modifier too: what lies before it is left out there.
    isOn: ({ day }) => (day - first) % period === 0,
  };
}

/** `every` of less than a day: a grid counted from local midnight. */
function readGrid({ every, offset, between, days }: RawEvery): WrittenForm {
  const period = readMinutes(every);
  const grid: number[] = [];
  for (let time = offset === undefined ? 0 : readMinutes(offset); time < MINUTES_PER_DAY; time += period) {
    grid.push(time);
  }
  const times = between === undefined ? grid : within(grid, between);
  return { times, isInterval: period < 60 || fillsAllHours(times), isOn: readDays(days) };
}

function within(grid: readonly number[], between: string): number[] {
  const [start = NaN, end = NaN] = between.split("-").map(readTime);
  if (start <= end) return grid.filter((time) => time >= start && time <= end);
  const nextDay = grid.filter((time) => time <= end).map((time) => time + MINUTES_PER_DAY);
  return [...grid.filter((time) => time >= start), ...nextDay];
}

/** Whether all 24 hours have the same minutes. */
function fillsAllHours(times: readonly number[]): boolean {
  const clockFace = new Set(times.map((time) => time % MINUTES_PER_DAY));
  return clockFace.size > 0 && [...clockFace].every((time) => clockFace.has((time + 60) % MINUTES_PER_DAY));
}

function readTimes(at: RawAt["at"]): number[] {
  return [at].flat().map(readTime);
}

function readDays(days: RawDays | undefined): (date: LocalDate) => boolean {
  if (days === undefined) return () => true;
  if (days === "weekdays") return isWorkday;
  if (days === "weekends") return (date) => !isWorkday(date);
  if (Array.isArray(days)) return (date) => isOneOf(days, date);
  if ("day" in days) return (date) => days.day.some((each) => isDayOfMonth(each, date));
  return (date) =>
    (days.last !== undefined && isLastOfItsWeekday(date) && isOneOf(days.last, date)) ||
    ORDINALS.some(
      (ordinal, index) => isNthOfItsWeekday(date, index + 1) && isOneOf(days[ordinal] ?? [], date),
    );
}

function isOneOf(weekdays: string | readonly string[], { weekday }: LocalDate): boolean {
  return [weekdays].flat().includes(WEEKDAYS[weekday] ?? "");
}

function isDayOfMonth(written: number | "last" | "last-weekday", date: LocalDate): boolean {
  if (written === "last-weekday") return isLastWorkday(date);
  return date.dayOfMonth === (written === "last" ? date.daysInMonth : written);
}

function readMinutes(text: string): number {
  const { count, unit } = readDuration(text);
  return Math.round(count * (MINUTES_PER_UNIT[unit] ?? NaN));
}

function readDuration(text: string): { count: number; unit: string } {
  const [, count = "", unit = ""] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  return { count: Number(count), unit };
}
