import type { Colors } from "picocolors/types.js";
import { timeText } from "../cron/describe-times.ts";
import { findAlikeDays, inBlocks } from "./alike-days.ts";
import type { AlikeDays } from "./alike-days.ts";
import { thousands } from "../text/thousands.ts";
import { collisionsText, counted, findCollisions } from "./collisions.ts";
import type { Collisions } from "./collisions.ts";
import { dayOf, daysBetween, daysText, minuteText, minutesPerDay, stretchText } from "./days.ts";
import { movedMarks, movesOf } from "./moved.ts";
import type { Preview } from "./preview.ts";
import { cut, headingLines, layoutFor, marks, rowLine } from "./timeline-row.ts";

/** More lines than these say no more to a reader. */
const maxMeetings = 8;
const maxTimes = 3;
/** A name is not cut to less than this. */
const minName = 8;
const maxMoved = 12;

/**
 * The preview for a terminal, readable without colors: a row for each job and kind of day, across the hours of a UTC
 * day. Days that are alike for a job are one row, and rows with the same days stand together, so that a month is
 * hardly longer than a day. Below it the minutes at which jobs meet, the runs that the clocks move, and the legend.
 *
 * ```
 * every day      00    03    06    09    12    15    18    21
 *   every5min    ━━━━━━━━━━ every 5 minutes, 288 a day ━━━━━━━━━━
 *   checkCurrent ·     ·     ·     ·     ·     ·     ·     ·   ●  23:23
 * ```
 *
 * @param width in columns; rows fit from 50, all but long dates and names from 72
 */
export function printTimeline(preview: Preview, colors: Colors, width: number): string {
  const { environment, fromMinute, untilMinute, jobs } = preview;
  const collisions = findCollisions(jobs);
  const rows = jobs.flatMap((job) => findAlikeDays(job, collisions));
  const layout = layoutFor(width, Math.max(0, ...jobs.map(({ key }) => key.length)));
  const stretch = daysBetween(fromMinute, untilMinute);
  const runs = jobs.reduce((sum, job) => sum + job.runs.length, 0);
  const title = `${colors.bold(environment)} ${stretchText(fromMinute, untilMinute)}, in UTC: ${counted(jobs.length, "job")}, ${counted(runs, "run")}`;
  const blocks = inBlocks(rows).map((block) =>
    [
      ...headingLines(daysText(block[0]?.days ?? [], stretch), layout, colors),
      ...block.map((row) => rowLine(row, layout, colors)),
    ].join("\n"),
  );
  const idle = jobs.filter((job) => job.runs.length === 0).map(({ key }) => key);
  const notes = [
    ...(idle.length > 0 ? [namesLine("No run in this time: ", idle, width)] : []),
    ...meetingLines(collisions, colors, width),
    ...movedLines(preview, colors),
    ...legendLines(rows, layout.cellsPerHour, colors),
  ];
  return [title, ...blocks, notes.join("\n")].join("\n\n");
}

/** How often jobs meet, then which, with their times: the most jobs first, then those that meet most often. */
function meetingLines(collisions: Collisions, colors: Colors, width: number): string[] {
  const sets = [...Map.groupBy(collisions, ([, jobs]) => jobs.map(({ key }) => key).join(" ")).values()]
    .map((minutes) => ({ jobs: minutes[0]?.[1] ?? [], minutes: minutes.map(([minute]) => minute) }))
    .toSorted((a, b) => b.jobs.length - a.jobs.length || b.minutes.length - a.minutes.length);
  const lines = sets.slice(0, maxMeetings).map(({ jobs, minutes }) => {
    const times = [
      ...new Set(minutes.map((minute) => timeText(minute - dayOf(minute) * minutesPerDay))),
    ].toSorted();
    const shown = `${times.slice(0, maxTimes).join(", ")}${times.length > maxTimes ? " …" : ""}`;
    const often = minutes.length === 1 ? "once" : `${thousands(minutes.length)} times`;
    const start = `  ${marks.oneMeets} ${jobs.length} jobs, ${often}, at ${shown}: `;
    const keys = jobs.map(({ key }) => key);
    return namesLine(start, keys, width).replace(marks.oneMeets, colors.yellow(marks.oneMeets));
  });
  const more = sets.length - lines.length;
  return [
    `${collisionsText(collisions)}${sets.length === 0 ? "." : ":"}`,
    ...lines,
    ...(more > 0 ? [`  and ${thousands(more)} more sets of jobs`] : []),
  ];
}

function movedLines({ jobs }: Preview, colors: Colors): string[] {
  const moved = jobs
    .flatMap((job) => job.runs.map((run) => ({ job, run })))
    .filter(({ run }) => run.moved !== null)
    .toSorted((a, b) => a.run.minute - b.run.minute);
  if (moved.length === 0) return [];
  const lines = moved.slice(0, maxMoved).map(({ job, run }) => {
    const letter = run.moved ? movedMarks[run.moved].letter : "";
    const local = minuteText(run.minute + run.offset);
    const sameDay = dayOf(run.minute) === dayOf(run.minute + run.offset);
    return `  ${colors.magenta(letter)} ${job.key}: ${minuteText(run.minute)} UTC, ${sameDay ? local.slice(-5) : local} in ${job.zone}`;
  });
  const more = moved.length - lines.length;
  return ["The clocks move:", ...lines, ...(more > 0 ? [`  and ${counted(more, "more run")}`] : [])];
}

/** What the marks mean, of those that are there. */
function legendLines(rows: readonly AlikeDays[], cellsPerHour: number, colors: Colors): string[] {
  const runs = rows.flatMap((row) => row.runs);
  if (runs.length === 0) return [];
  const cell = cellsPerHour === 1 ? "an hour" : cellsPerHour === 2 ? "half an hour" : "a quarter of an hour";
  const meeting = runs.some(({ collides }) => collides)
    ? `  ${colors.yellow(`${marks.oneMeets} ${marks.severalMeet}`)} at a minute of another job`
    : "";
  return [
    `${colors.cyan(marks.one)} one run  ${colors.cyan(marks.several)} several in ${cell}${meeting}`,
    ...movesOf(runs.map(({ moved }) => moved)).map(
      (moved) => `${colors.magenta(movedMarks[moved].letter)} ${movedMarks[moved].meaning}`,
    ),
  ];
}

/** As many names as fit, the first of them cut where it must be, then how many more. */
function namesLine(start: string, names: readonly string[], width: number): string {
  const moreText = (shown: number): string =>
    shown === names.length ? "" : ` and ${names.length - shown} more`;
  let line = `${start}${cut(names[0] ?? "", Math.max(minName, width - start.length - moreText(1).length))}`;
  for (const [index, name] of names.slice(1).entries()) {
    if (line.length + 2 + name.length + moreText(index + 2).length > width) return line + moreText(index + 1);
    line += `, ${name}`;
  }
  return line;
}
