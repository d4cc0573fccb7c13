import stringWidth from "string-width";
import type { Colors } from "picocolors/types.js";
import { timeText } from "../cron/describe-times.ts";
import type { AlikeDays, RunOfDay } from "./alike-days.ts";
import { thousands } from "../text/thousands.ts";
import { movedMarks } from "./moved.ts";

/** How the terminal's columns are shared out. */
export interface Layout {
  readonly label: number;
  /** 1, 2 or 4: a cell is an hour, a half or a quarter of one. */
  readonly cellsPerHour: number;
  /** For times, at the right. */
  readonly rest: number;
}

export const marks = { one: "●", several: "━", oneMeets: "◆", severalMeet: "╋" } as const;

const indent = 2;
const minLabel = 12;
/** Room for `1,440 runs`. */
const minRest = 10;

/** The finest cells for which the width has room, and at least hours: narrower than 50 columns, lines wrap. */
export function layoutFor(width: number, longestLabel: number): Layout {
  const taken = indent + 2 + minRest;
  const cellsPerHour = [4, 2].find((cells) => taken + minLabel + 24 * cells <= width) ?? 1;
  const label = Math.max(4, Math.min(longestLabel, width - taken - 24 * cellsPerHour));
  return { label, cellsPerHour, rest: Math.max(minRest, width - indent - 2 - label - 24 * cellsPerHour) };
}

/** A heading and the hours above their cells: beside it where it is short enough, else below. */
export function headingLines(heading: string, { label, cellsPerHour }: Layout, colors: Colors): string[] {
  const hours = Array.from({ length: 8 }, (_, index) => String(index * 3).padStart(2, "0"));
  const axis = colors.dim(
    hours
      .map((hour) => hour.padEnd(3 * cellsPerHour))
      .join("")
      .trimEnd(),
  );
  const room = indent + label + 1 - heading.length;
  if (room > 0) return [`${colors.bold(heading)}${" ".repeat(room)}${axis}`];
  return [colors.bold(heading), `${" ".repeat(indent + label + 1)}${axis}`];
}

/** A job's day: its key, a cell for each part of an hour, then its times where there is room, or how many. */
export function rowLine({ job, runs }: AlikeDays, layout: Layout, colors: Colors): string {
  const cells = cellsOf(runs, layout.cellsPerHour);
  const inset = insetFor(cells, [
    `${job.words}, ${thousands(runs.length)} a day`,
    `${thousands(runs.length)} a day`,
  ]);
  const drawn = inset
    ? [
        ...paint(cells.slice(0, inset.start), colors),
        ` ${inset.text} `,
        ...paint(cells.slice(inset.start + stringWidth(inset.text) + 2), colors),
      ]
    : paint(cells, colors);
  const rest = inset ? "" : timesText(runs, layout.rest);
  const label = cut(job.key, layout.label).padEnd(layout.label);
  return `${" ".repeat(indent)}${label} ${drawn.join("")}${rest === "" ? "" : ` ${colors.dim(rest)}`}`.trimEnd();
}

/** `abc…` */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A mark for each cell; a blank where nothing runs. What the clocks move goes before what meets another job. */
function cellsOf(runs: readonly RunOfDay[], cellsPerHour: number): string[] {
  const minutesPerCell = 60 / cellsPerHour;
  const inCells = Map.groupBy(runs, ({ minuteOfDay }) => Math.floor(minuteOfDay / minutesPerCell));
  return Array.from({ length: 24 * cellsPerHour }, (_, cell) => {
    const there = inCells.get(cell) ?? [];
    // A dot at each hour that the axis names leads the eye across an empty row.
    if (there.length === 0) return cell % (3 * cellsPerHour) === 0 ? "·" : " ";
    const moved = there.find((run) => run.moved !== null)?.moved;
    if (moved) return movedMarks[moved].letter;
    const meets = there.some(({ collides }) => collides);
    if (there.length > 1) return meets ? marks.severalMeet : marks.several;
    return meets ? marks.oneMeets : marks.one;
  });
}

/** Where the first of the texts that fits is written on a bar: amid its longest stretch of one mark, so as to hide no other. */
function insetFor(
  cells: readonly string[],
  texts: readonly string[],
): { start: number; text: string } | null {
  const stretches = [...cells.join("").matchAll(/━+|╋+/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = stretches;
  if (!longest) return null;
  // Two cells of bar and a blank stay on either side, so that it still reads as a bar.
  const text = texts.find((each) => stringWidth(each) + 6 <= longest[0].length);
  if (text === undefined) return null;
  return { start: longest.index + Math.floor((longest[0].length - stringWidth(text) - 2) / 2), text };
}

function paint(cells: readonly string[], colors: Colors): string[] {
  return cells.map((cell) => {
    switch (cell) {
      case " ":
        return cell;
      case "·":
        return colors.dim(cell);
      case marks.one:
      case marks.several:
        return colors.cyan(cell);
      case marks.oneMeets:
      case marks.severalMeet:
        return colors.yellow(cell);
      default:
        return colors.magenta(cell);
    }
  });
}

function timesText(runs: readonly RunOfDay[], length: number): string {
  const times = runs.map(({ minuteOfDay }) => timeText(minuteOfDay)).join(" ");
  return times.length <= length ? times : `${thousands(runs.length)} runs`;
}
