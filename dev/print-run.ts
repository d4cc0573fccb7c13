import type { Colors } from "picocolors/types.js";
import type { LoggedKind, LoggedRun } from "./read-run.ts";

/** With a job's name of 15 letters, a line fills the 80 columns of a terminal. */
const COLUMNS = { time: 16, result: 10, status: 4, attempts: 8, duration: 7 } as const;

const GAP = "  ";

/** Time, job and result. */
const LEAST_CELLS = 3;

/** Under what went wrong, why: where the job's name stands. */
const INDENT = " ".repeat(COLUMNS.time + GAP.length);

export interface Layout {
  /** Of the longest job's name. */
  readonly jobWidth: number;
  /** Of a line; Infinity where nobody minds. */
  readonly width: number;
}

interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** The heads over the lines of `formatRun`. */
export function formatHeads({ jobWidth, width }: Layout, colors: Colors): string {
  const heads = [
    "scheduled (UTC)".padEnd(COLUMNS.time),
    "job".padEnd(jobWidth),
    "result".padEnd(COLUMNS.result),
    "HTTP".padStart(COLUMNS.status),
    "attempts".padStart(COLUMNS.attempts),
    "took".padStart(COLUMNS.duration),
    "corr. id",
  ];
  return colors.dim(
    formatCells(
      heads.map((text) => ({ text })),
      width,
    ),
  );
}

/** One run on one line; what went wrong stands under it. */
export function formatRun(run: LoggedRun, { jobWidth, width }: Layout, colors: Colors): string {
  const { kind, statusCode, attempts, durationMs, error } = run;
  if (kind === "attempt") return formatText(`${run.message}${reason(error)}`, width, colors.dim, INDENT);
  const paint = colors[COLORS[kind]];
  const cells: Cell[] = [
    { text: formatTime(run).padEnd(COLUMNS.time) },
    { text: run.job.padEnd(jobWidth) },
    { text: resultOf(run).padEnd(COLUMNS.result), paint },
    { text: String(statusCode ?? "-").padStart(COLUMNS.status) },
    { text: String(attempts ?? "-").padStart(COLUMNS.attempts) },
    { text: (durationMs === null ? "-" : formatDuration(durationMs)).padStart(COLUMNS.duration) },
    { text: run.correlationId.slice(0, 8), paint: colors.dim },
  ];
  const line = formatCells(cells, width);
  return error === null ? line : `${line}\n${formatText(error, width, paint, INDENT)}`;
}

/** The cells side by side. In a narrow terminal the last ones are left out, but never when, what and how it went. */
function formatCells(cells: readonly Cell[], width: number): string {
  let length = -GAP.length;
  const shown = cells.filter(({ text }, index) => {
    length += GAP.length + text.length;
    return index < LEAST_CELLS || length <= width;
  });
  return shown.map(({ text, paint }) => paint?.(text) ?? text).join(GAP);
}

/** A text in as many lines as it needs, broken between words. `first` stands before it, and as many spaces under that. */
export function formatText(
  text: string,
  width: number,
  paint: (line: string) => string,
  first: string = "",
): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || first.length + last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines
    .map((line, index) => `${index === 0 ? first : " ".repeat(first.length)}${paint(line)}`)
    .join("\n");
}

/** Green: done; red: not done; yellow: not done now or not yet, and that is as it should be. */
const COLORS: Readonly<Record<Exclude<LoggedKind, "attempt">, "green" | "red" | "yellow">> = {
  succeeded: "green",
  failed: "red",
  dropped: "red",
  lost: "red",
  missed: "red",
  "given up": "red",
  accepted: "yellow",
  deferred: "yellow",
  skipped: "yellow",
  superseded: "yellow",
};

/** A catch-up is told apart: `made up` is its success. */
function resultOf({ kind, trigger }: LoggedRun): string {
  return kind === "succeeded" && trigger === "catch-up" ? "made up" : kind;
}

/** `2026-11-23 02:06`, or what else began the run. */
function formatTime({ trigger, scheduledTime }: LoggedRun): string {
  return trigger === "manual" || scheduledTime === null ? "by hand" : formatMinute(scheduledTime);
}

/** Epoch ms to `2026-11-23 02:06`, in UTC. */
export function formatMinute(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16).replace("T", " ");
}

function formatDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function reason(error: string | null): string {
  return error === null ? "" : ` (${error})`;
}
