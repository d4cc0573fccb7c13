/** A run, or one attempt of it, as the Worker's log tells it. */
export interface LoggedRun {
  /** `attempt`: one attempt failed, and the run goes on. */
  readonly kind: "succeeded" | "failed" | "dropped" | "attempt";
  readonly job: string;
  readonly message: string;
  /** Epoch ms; null for a run by hand under the caller's own key. */
  readonly scheduledTime: number | null;
  readonly manual: boolean;
  readonly correlationId: string;
  readonly attempts: number;
  readonly statusCode: number | null;
  readonly durationMs: number;
  readonly error: string | null;
}

/** Something else that the Worker said. */
export interface LoggedLine {
  readonly kind: "line";
  readonly message: string;
  /** false: a warning. */
  readonly isError: boolean;
}

/** Reads one line of the Worker's log (a JSON object, as text); null where there is nothing to show. */
export function readLogLine(text: string): LoggedRun | LoggedLine | null {
  const line = parseObject(text);
  if (line === null) return null;
  const { level, message, runId, job, correlationId, attempt, duration } = line;
  if (typeof message !== "string") return null;
  if (typeof runId !== "string" || typeof duration !== "number" || typeof job !== "string") {
    if (level !== "ERROR" && level !== "WARN") return null;
    return { kind: "line", message: withReason(message, line["error"]), isError: level === "ERROR" };
  }
  const scheduledTime = typeof line["scheduledTime"] === "string" ? Date.parse(line["scheduledTime"]) : null;
  return {
    kind: kindOf(String(level), message),
    job,
    message,
    scheduledTime,
    manual: line["trigger"] === "manual",
    correlationId: String(correlationId),
    attempts: Number(attempt ?? 0),
    statusCode: typeof line["statusCode"] === "number" ? line["statusCode"] : null,
    durationMs: duration,
    error: typeof line["error"] === "string" ? line["error"] : null,
  };
}

function kindOf(level: string, message: string): LoggedRun["kind"] {
  if (level === "WARN") return "attempt";
  if (level !== "ERROR") return "succeeded";
  return message.endsWith("was dropped") ? "dropped" : "failed";
}

function withReason(message: string, error: unknown): string {
  return typeof error === "string" ? `${message}: ${error}` : message;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
