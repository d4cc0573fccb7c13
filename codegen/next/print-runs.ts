import type { Colors } from "picocolors/types.js";
import type { ScheduleRule } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { describeRule } from "../cron/describe-rule.ts";
import { nextRuns } from "./next-runs.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** Next runs to read: for each schedule its title, its rules in words, and the runs in UTC with how far away they are. */
export function printRuns(
  schedules: readonly { title: string; rules: readonly ScheduleRule[] }[],
  after: EpochMinute,
  count: number,
  colors: Colors,
): string {
  return schedules
    .map(({ title, rules }) => {
      if (rules.length === 0) return `${colors.bold(title)}\n  only runs by hand`;
      const words = rules.map((rule) => colors.dim(`  ${describeRule(rule)}`));
      const runs = nextRuns(rules, after, count).map(
        (minute) => `  ${runText(minute)}  ${colors.dim(`in ${distanceText(minute - after)}`)}`,
      );
      return [colors.bold(title), ...words, ...(runs.length === 0 ? ["  never runs"] : runs)].join("\n");
    })
    .join("\n\n");
}

/** `Mon 2026-11-23 23:23 UTC`. */
function runText(minute: EpochMinute): string {
  const date = new Date(minute * 60_000);
  return `${weekdays[date.getUTCDay()]} ${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `7 min`, `3 h 20 min`, `12 days 4 h`: two units at most. */
function distanceText(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), "days"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return shown.map(([count, unit]) => `${count} ${count === 1 && unit === "days" ? "day" : unit}`).join(" ");
}
