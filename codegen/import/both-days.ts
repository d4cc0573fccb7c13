import { ordinalText } from "../cron/describe-days.ts";
import type { Remark, Scheduler } from "./found.ts";
import { check } from "./found.ts";

/** The five fields: as written, but for the day of week, which `weekday` has in names. */
export interface DayFields {
  readonly fields: readonly string[];
  /** `*` where it is every day. */
  readonly weekday: string;
}

/** An expression for each of the schedules that two day fields are, none where their meaning can't be said here. */
export function splitDays(
  { fields, weekday }: DayFields,
  scheduler: Scheduler,
): { readonly crons: readonly string[]; readonly remarks: readonly Remark[] } {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  const cron = (day: string, week: string) => [minute, hour, day, month, week].join(" ");
  const everyDayOfMonth = /^(?:\*|1-31)(?:\/1)?$/.test(dayOfMonth);
  const everyDay = everyDayOfMonth || weekday === "*";
  const either = isRestricted(dayOfMonth, scheduler) && isRestricted(dayOfWeek, scheduler);
  if (!either && everyDay) return { crons: [cron(everyDayOfMonth ? "*" : dayOfMonth, weekday)], remarks: [] };
  if (!either) {
    const text = `both day fields must match here, as one begins with \`*\`: this language has no such schedule.`;
    return { crons: [], remarks: [check(text)] };
  }
  if (everyDay) {
    const narrow = everyDayOfMonth ? cron("*", weekday) : cron(dayOfMonth, "*");
    const text = `both day fields are restricted and either is enough, so it runs every day. If the narrower one was meant, write "${narrow}".`;
    return { crons: [cron("*", "*")], remarks: [check(text)] };
  }
  const crons = [cron(dayOfMonth, "*"), cron("*", weekday)];
  return { crons, remarks: [check(`${eitherText(scheduler)}${nthText(cron, dayOfMonth, weekday)}`)] };
}

/**
 * Whether a scheduler counts a day field as restricted. Vixie's cron takes any field that begins with `*` for a star, robfig/cron
 * (Kubernetes) only one without a step, saffron (Cloudflare) only `*` itself.
 */
function isRestricted(field: string, scheduler: Scheduler): boolean {
  switch (scheduler) {
    case "cloudflare":
      return field !== "*";
    case "kubernetes":
      return !/^\*(?:\/1)?$/.test(field);
    case "crontab":
    case "github":
    case "vercel":
      return !field.startsWith("*");
  }
}

function eitherText(scheduler: Scheduler): string {
  if (scheduler === "vercel")
    return "Vercel refuses two restricted day fields; cron reads either, and so do the two schedules here.";
  return "both day fields are restricted, and either is enough to run: these are two schedules.";
}

/** `1-7` and `MON` are mostly meant together, as the first Monday. */
function nthText(cron: (day: string, week: string) => string, dayOfMonth: string, weekday: string): string {
  const nth = ["1-7", "8-14", "15-21", "22-28"].indexOf(dayOfMonth) + 1;
  if (nth === 0 || !/^[A-Z]{3}$/.test(weekday)) return " If both were meant, it runs too often.";
  const both = cron("*", `${weekday}#${nth}`);
  return ` If the ${ordinalText(nth)} such weekday of the month was meant, write "${both}".`;
}
