import type { Colors } from "picocolors/types.js";
import type { LoggedRun } from "./read-run.ts";

const COLUMNS = { time: 16, result: 9, status: 6, attempts: 8, duration: 8 } as const;

/** The heads over the lines of `formatRun`. @param jobWidth the longest job's name. */
export function formatHeads(jobWidth: number, colors: Colors): string {
  const heads = [
    "scheduled (UTC)".padEnd(COLUMNS.time),
    "job".padEnd(jobWidth),
    "result".padEnd(COLUMNS.result),
    "status".padStart(COLUMNS.status),
    "attempts".padStart(COLUMNS.attempts),
    "duration".padStart(COLUMNS.duration),
    "correlation",
  ];
  return colors.dim(heads.join("  "));
}

/** One run on one line; what went wrong stands under it. */
export function formatRun(run: LoggedRun, jobWidth: number, colors: Colors): string {
  const { kind, statusCode, attempts, durationMs, error } = run;
  if (kind === "attempt") return colors.dim(`${" ".repeat(COLUMNS.time)}  ${run.message}${reason(error)}`);
  const paint = kind === "succeeded" ? colors.green : colors.red;
  const line = [
    formatTime(run).padEnd(COLUMNS.time),
    run.job.padEnd(jobWidth),
    paint(kind.padEnd(COLUMNS.result)),
    (statusCode === null ? "-" : String(statusCode)).padStart(COLUMNS.status),
    String(attempts).padStart(COLUMNS.attempts),
    formatDuration(durationMs).padStart(COLUMNS.duration),
    colors.dim(run.correlationId.slice(0, 8)),
  ].join("  ");
  return error === null ? line : `${line}\n${" ".repeat(COLUMNS.time)}  ${colors.red(error)}`;
}

/** `2026-11-23 02:06`, or what else began the run. */
function formatTime({ manual, scheduledTime }: LoggedRun): string {
  return manual || scheduledTime === null ? "by hand" : formatMinute(scheduledTime);
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
