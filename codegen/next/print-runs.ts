import type { Colors } from "picocolors/types.js";
import type { Almanac, FilePause, ScheduleRule } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { dateTimeText, describeRule } from "../cron/describe-rule.ts";
import type { Moment, Moved } from "./moment.ts";
import { momentOf } from "./moment.ts";
import { nextRuns } from "./next-runs.ts";
import { endOfPause, pauseText } from "./pause.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** What is said of a run that a change of the clocks moves. */
const movedText: Readonly<Record<Moved, string>> = {
  shifted: "the clocks skip the written time",
  first: "the clocks show this time twice: the first",
  last: "the clocks show this time twice: the last",
  both: "the clocks show this time twice: runs both times",
};

/** A job, or a schedule that was asked about. */
export interface TitledSchedule {
  readonly title: string;
  readonly rules: readonly ScheduleRule[];
  readonly pause?: FilePause | null;
}

/**
 * Next runs to read: for each schedule its title, its rules in words, and the runs in UTC that no pause holds back, with the local time where
 * that is another, what the clocks do to them, and how far away they are.
 */
export function printRuns(
  schedules: readonly TitledSchedule[],
  almanac: Almanac,
  after: EpochMinute,
  count: number,
  colors: Colors,
): string {
  return schedules
    .map(({ title, rules, pause = null }) => {
      if (rules.length === 0) return `${colors.bold(title)}\n  only runs by hand`;
      const words = rules.map((rule) => colors.dim(`  ${describeRule(rule)}`));
      const end = endOfPause(pause);
      const from = Math.max(after, end - 1);
      const runs = nextRuns(rules, almanac, from, end === Infinity ? 0 : count).map((minute) =>
        printMoment(momentOf(rules, almanac, minute), after, colors),
      );
      const heading = `${colors.bold(title)}${colors.yellow(pauseText(pause, after))}`;
      return [heading, ...words, ...(runs.length === 0 ? ["  no further run"] : runs)].join("\n");
    })
    .join("\n\n");
}

function printMoment({ minute, zone, offset, moved }: Moment, after: EpochMinute, colors: Colors): string {
  const local = zone === "UTC" ? "" : `  ${timeText(minute + offset)} ${zone}`;
  const mark = moved === null ? "" : colors.yellow(`  (${movedText[moved]})`);
  return `  ${timeText(minute)} UTC${local}${mark}  ${colors.dim(`in ${distanceText(minute - after)}`)}`;
}

/** `Mon 2026-11-23 23:23`. */
function timeText(minute: number): string {
  return `${weekdays[new Date(minute * 60_000).getUTCDay()]} ${dateTimeText(minute)}`;
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
