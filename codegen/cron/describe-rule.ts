import type { ScheduleRule } from "../../src/job-map.ts";
import { describeDays } from "./describe-days.ts";
import { describeTimes } from "./describe-times.ts";
import { cronOf } from "./normalize-cron.ts";

/** A cron expression in words: `at 23:23 every day`, `every 5 minutes`. */
export function describeCron(text: string): string {
  const cron = cronOf(text);
  return `${describeTimes(cron)} ${describeDays(cron)}`.replace(/^(every .*) every day$/, "$1");
}

/** A rule in words: its times, the dates that it is limited to, its zone. One that is carried past midnight says so. */
export function describeRule(rule: ScheduleRule): string {
  return [
    timesAndDays(rule),
    rule.carryDays && "then on the next day's date",
    rule.fromDay !== undefined && `from ${dateText(rule.fromDay)}`,
    rule.fromMinute !== undefined && `from ${dateTimeText(rule.fromMinute)}`,
    rule.untilDay !== undefined && `until ${dateText(rule.untilDay)}`,
    rule.untilMinute !== undefined && `until ${dateTimeText(rule.untilMinute)}`,
    rule.only && `only on ${rule.only.join(", ")}`,
    rule.except && `not on ${rule.except.join(", ")}`,
    rule.zone && `in ${rule.zone}`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}

/** Its dates follow, where more than cron says them: "every day" would then be wrong. */
function timesAndDays({ cron, everyDays, only }: ScheduleRule): string {
  const text = describeCron(cron);
  if (everyDays && everyDays.days > 1) return text.replace(/ every day$/, ` every ${everyDays.days} days`);
  return only ? text.replace(/ every day$/, "") : text;
}

/** `2026-11-23` of days since 1970. */
export function dateText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** `2026-11-23 09:00` of minutes since 1970, on whichever clock they are counted. */
export function dateTimeText(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
}
