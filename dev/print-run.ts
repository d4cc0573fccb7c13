import type { Colors } from "picocolors/types.js";
import type { LoggedKind, LoggedRun } from "./read-run.ts";

/** With a job's name of 15 letters, a line fills the 80 columns of a terminal. */
const COLUMNS = { time: 16, result: 10, status: 4, attempts: 8, duration: 7 } as const;

/** Under what went wrong, why: where the job's name stands. */
const INDENT = " ".repeat(COLUMNS.time + 2);

export interface Layout {
  /** Of the longest job's name. */
  readonly jobWidth: number;
  /** Of a line; Infinity where nobody minds. */
  readonly width: number;
}

/** The heads over the lines of `formatRun`. */
export function formatHeads({ jobWidth }: Layout, colors: Colors): string {
  const heads = [
    "scheduled (UTC)".padEnd(COLUMNS.time),
    "job".padEnd(jobWidth),
    "result".padEnd(COLUMNS.result),
    "HTTP".padStart(COLUMNS.status),
    "attempts".padStart(COLUMNS.attempts),
    "took".padStart(COLUMNS.duration),
    "corr. id",
  ];
  return colors.dim(heads.join("  "));
}

/** One run on one line; what went wrong stands under it. */
export function formatRun(run: LoggedRun, { jobWidth, width }: Layout, colors: Colors): string {
  const { kind, statusCode, attempts, durationMs, error } = run;
  if (kind === "attempt") return indented(`${run.message}${reason(error)}`, width, colors.dim);
  const paint = colors[COLORS[kind]];
  const line = [
    formatTime(run).padEnd(COLUMNS.time),
    run.job.padEnd(jobWidth),
    paint(resultOf(run).padEnd(COLUMNS.result)),
    String(statusCode ?? "-").padStart(COLUMNS.status),
    String(attempts ?? "-").padStart(COLUMNS.attempts),
    (durationMs === null ? "-" : formatDuration(durationMs)).padStart(COLUMNS.duration),
    colors.dim(run.correlationId.slice(0, 8)),
  ].join("  ");
  return error === null ? line : `${line}\n${indented(error, width, paint)}`;
}

/** A text in as many lines as it needs, broken between words. */
function indented(text: string, width: number, paint: (line: string) => string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || INDENT.length + last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `${INDENT}${paint(line)}`).join("\n");
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
