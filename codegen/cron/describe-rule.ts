import type { ScheduleRule } from "../../src/job-map.ts";
import { describeDays } from "./describe-days.ts";
import { describeTimes } from "./describe-times.ts";
import { cronOf } from "./normalize-cron.ts";

/** A cron expression in words: `at 23:23 every day`, `every 5 minutes`. */
export function describeCron(text: string): string {
  const cron = cronOf(text);
  return `${describeTimes(cron)} ${describeDays(cron)}`.replace(/^(every .*) every day$/, "$1");
}

/** A rule in words; one that is carried past midnight says so. */
export function describeRule({ cron, carryDays }: ScheduleRule): string {
  return carryDays === undefined ? describeCron(cron) : `${describeCron(cron)}, then on the next day's date`;
}
