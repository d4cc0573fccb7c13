import type { WeekdayNumbers } from "../cron/weekday-numbers.ts";
import { weekdayNames } from "../cron/weekday-numbers.ts";
import type { Remark, Scheduler } from "./found.ts";
import { check } from "./found.ts";

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** Says of each range that wraps (`FRI-MON`, `22-2`) that schedulers differ on it; here it holds both ends and no more. */
export function wrapRemarks(
  fields: readonly string[],
  numbers: WeekdayNumbers,
  scheduler: Scheduler,
): Remark[] {
  const wraps = fields.flatMap((field, index) => {
    const valueOf = index === 4 ? (text: string) => weekdayOf(text, numbers) : monthOrNumber;
    return field.split(",").filter((text) => {
      const [, from, to] = /^(\w+)-(\w+)/.exec(text) ?? [];
      return from !== undefined && to !== undefined && valueOf(from) > valueOf(to);
    });
  });
  const elsewhere =
    scheduler === "cloudflare"
      ? "Cloudflare's parser takes the value before them too"
      : "many crons refuse it";
  return wraps.map((text) =>
    check(`\`${text}\` is a range that wraps: here it holds both ends and what is between; ${elsewhere}.`),
  );
}

function weekdayOf(text: string, numbers: WeekdayNumbers): number {
  const named = weekdayNames.findIndex((name) => name === text.toUpperCase());
  return named === -1 ? Number(text) - (numbers === "cloudflare" ? 1 : 0) : named;
}

function monthOrNumber(text: string): number {
  const named = months.indexOf(text.toUpperCase());
  return named === -1 ? Number(text) : named + 1;
}
