import { logLevels, type LogLevel } from "./configuration.ts";
import { isoTime } from "./iso-time.ts";
import type { Platform } from "./platform.ts";
import type { Redactor } from "./redact.ts";
import type { RunTrigger } from "./run.ts";

/** What a line can say beside its message. Times are ISO 8601 in UTC, spans of time are milliseconds. */
export interface LogFields {
  readonly correlationId?: string;
  readonly job?: string;
  readonly runId?: string;
  readonly attempt?: number;
  readonly statusCode?: number;
  readonly duration?: number;
  readonly scheduledTime?: string;
  readonly lateness?: number;
  /** By when the backend is to complete a run that it has accepted. */
  readonly completeBy?: string;
  readonly trigger?: RunTrigger;
  readonly error?: string;
  /** The beginning of an answer that made an attempt fail. */
  readonly response?: string;
  readonly url?: string;
  readonly cron?: string;
}

/** One JSON object a line, written to the console's method of the same level. */
export interface Log {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** The same log, with these fields in every line. */
  readonly with: (fields: LogFields) => Log;
}

interface LogSettings {
  readonly platform: Platform;
  readonly level: LogLevel;
  readonly environment: string;
  readonly redact: Redactor;
}

/** Makes the log of one invocation. Secrets are struck out of every line, as the last defence. */
export function createLog(settings: LogSettings, always: LogFields & { correlationId: string }): Log {
  const { platform, environment, redact } = settings;
  const write = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (logLevels.indexOf(level) < logLevels.indexOf(settings.level)) return;
    const said = { ...always, ...fields };
    platform.console[level]({
      timestamp: isoTime(platform.now()),
      level: level.toUpperCase(),
      correlationId: said.correlationId,
      environment,
      message: redact(message),
      ...redactStrings(said, redact),
    });
  };
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
    with: (fields) => createLog(settings, { ...always, ...fields }),
  };
}

function redactStrings(fields: object, redact: Redactor): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? redact(value) : value]),
  );
}
