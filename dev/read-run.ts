/**
 * What can be read of a run. `attempt`: one attempt failed, or the backend still works at it, and the run goes on.
 * `accepted`: the backend has taken it over, and says later how it ended.
 * `given up`: what was to be made up no longer is.
 */
export type LoggedKind =
  | "attempt"
  | "accepted"
  | "succeeded"
  | "failed"
  | "dropped"
  | "lost"
  | "missed"
  | "deferred"
  | "skipped"
  | "superseded"
  | "given up";

/** A run, or one attempt of it, as the Worker's log or its ledger's tells it. */
export interface LoggedRun {
  readonly kind: LoggedKind;
  readonly job: string;
  readonly message: string;
  /** Epoch ms; null for a run by hand under the caller's own key. */
  readonly scheduledTime: number | null;
  /** Null where the ledger speaks of a run that nobody began. */
  readonly trigger: "cron" | "manual" | "catch-up" | null;
  readonly correlationId: string;
  /** Null where none was made, or the ledger does not say. */
  readonly attempts: number | null;
  readonly statusCode: number | null;
  readonly durationMs: number | null;
  readonly error: string | null;
}

/** Something else that the Worker said. */
export interface LoggedLine {
  readonly kind: "line";
  readonly message: string;
  /** false: a warning. */
  readonly isError: boolean;
}

/** How a message ends that tells what became of a run: it is the job's name and then this. */
const ENDINGS: readonly (readonly [ending: string, kind: LoggedKind])[] = [
  ["was accepted", "accepted"],
  ["completed successfully", "succeeded"],
  ["failed", "failed"],
  ["was dropped", "dropped"],
  ["was lost", "lost"],
  ["was missed", "missed"],
  ["was deferred: the ledger goes on with it", "deferred"],
  ["was skipped", "skipped"],
  ["was superseded", "superseded"],
  ["was not made up", "given up"],
];

/** Reads one line of the Worker's log (a JSON object, as text); null where there is nothing to show. */
export function readLogLine(text: string): LoggedRun | LoggedLine | null {
  const line = parseObject(text);
  const message = line?.["message"];
  if (line === null || typeof message !== "string") return null;
  const { level, runId, job } = line;
  const kind = kindOf(line, message);
  if (typeof runId === "string" && typeof job === "string" && kind !== null)
    return runOf(line, message, job, kind);
  if (level !== "ERROR" && level !== "WARN") return null;
  const error = textOf(line["error"]);
  return {
    kind: "line",
    message: error === null ? message : `${message}: ${error}`,
    isError: level === "ERROR",
  };
}

type Fields = Readonly<Record<string, unknown>>;

function kindOf({ level, attempt }: Fields, message: string): LoggedKind | null {
  const ending = ENDINGS.find(([text]) => message.endsWith(` ${text}`));
  if (ending !== undefined) return ending[1];
  return level === "WARN" && typeof attempt === "number" ? "attempt" : null;
}

function runOf(line: Fields, message: string, job: string, kind: LoggedKind): LoggedRun {
  const scheduledTime = textOf(line["scheduledTime"]);
  const { trigger } = line;
  return {
    kind,
    job,
    message,
    scheduledTime: scheduledTime === null ? null : Date.parse(scheduledTime),
    trigger: trigger === "cron" || trigger === "manual" || trigger === "catch-up" ? trigger : null,
    correlationId: String(line["correlationId"]),
    attempts: numberOf(line["attempt"]),
    statusCode: numberOf(line["statusCode"]),
    durationMs: numberOf(line["duration"]),
    error: textOf(line["error"]),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function parseObject(text: string): Fields | null {
  if (!text.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
