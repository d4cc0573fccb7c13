import type { EnvironmentMap, JobMap } from "./job-map.ts";
import { createRedactor, looksSecret, type Redactor } from "./redact.ts";
import { defaultsWithVars, settingsOf } from "./settings.ts";

/** What Cloudflare hands to the handlers as `env`: vars and secrets by name. */
export type Bindings = Readonly<Record<string, unknown>>;

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the vars and secrets of one deployment say, checked. */
export interface Configuration {
  /** The var `ENVIRONMENT`, or `(unset)`. */
  readonly environmentName: string;
  /** The environment's part of the job map, its defaults with the vars in place; null when the map has none. */
  readonly environment: EnvironmentMap | null;
  /** The var `BACKEND_BASE` without a slash at its end; null when it is no plain http(s) URL. */
  readonly backendBase: string | null;
  readonly logLevel: LogLevel;
  /** Whether the var `LOCAL` says that this is a developer's machine. */
  readonly isLocal: boolean;
  /** The binding to the ledger, unchecked: `askLedger` looks at it. */
  readonly ledger: unknown;
  /** Secrets that are set, by name, without white space around them. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly redact: Redactor;
  /** What makes no sense, in words for the log; the default is in use in its place. */
  readonly problems: readonly string[];
}

/** The vars that replace defaults, and what the language allows there (both ends included). */
const wholeNumberVars = {
  RETRY_MAX_ATTEMPTS: { least: 1, most: 10 },
  RETRY_INITIAL_DELAY: { least: 0, most: 3_600_000 },
  REQUEST_TIMEOUT: { least: 100, most: 840_000 },
} as const;

const DEFAULT_LOG_LEVEL: LogLevel = "info";

/** Credentials would be seen in logs; behind a query or a fragment no path can stand. */
const PLAIN_URL = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i;

/** Reads and checks the vars and secrets. Never throws: a value that makes no sense is in `problems`. */
export function readConfiguration(bindings: Bindings, jobMap: JobMap): Configuration {
  const problems: string[] = [];
  const environmentName = stringOf(bindings["ENVIRONMENT"]) ?? "(unset)";
  const compiled = Object.hasOwn(jobMap.environments, environmentName)
    ? (jobMap.environments[environmentName] ?? null)
    : null;
  const environment = compiled && {
    ...compiled,
    defaults: defaultsWithVars(compiled.defaults, {
      maxAttempts: readWholeNumber("RETRY_MAX_ATTEMPTS", bindings, problems),
      initialDelayMs: readWholeNumber("RETRY_INITIAL_DELAY", bindings, problems),
      timeoutMs: readWholeNumber("REQUEST_TIMEOUT", bindings, problems),
    }),
  };
  const secrets = readSecrets(bindings, environment);
  return {
    environmentName,
    environment,
    backendBase: readBackendBase(bindings, problems),
    logLevel: readLogLevel(bindings, problems),
    isLocal: stringOf(bindings["LOCAL"]) === "1",
    ledger: bindings["LEDGER"],
    secrets,
    redact: createRedactor(secrets.values()),
    problems,
  };
}

/** The secret that was in use before the one of this name, while it is being rotated. */
export function previousSecretName(name: string): string {
  return `${name}_PREVIOUS`;
}

function readSecrets(bindings: Bindings, environment: EnvironmentMap | null): Map<string, string> {
  const names = new Set(Object.keys(bindings).filter(looksSecret));
  for (const name of ["TRIGGER_TOKEN", "ANALYTICS_TOKEN", "HEARTBEAT_URL"]) names.add(name);
  if (environment) {
    const defaultBearer = environment.defaults.auth.bearer;
    if (defaultBearer !== null) names.add(defaultBearer).add(previousSecretName(defaultBearer));
    for (const job of Object.values(environment.jobs)) {
      const { auth, notify } = settingsOf(job, environment.defaults);
      if (auth.bearer !== null) names.add(auth.bearer);
      if (auth.hmac !== undefined) names.add(auth.hmac).add(previousSecretName(auth.hmac));
      if (notify) names.add(notify.slack.webhook);
    }
  }
  const secrets = new Map<string, string>();
  for (const name of names) {
    const value = stringOf(bindings[name])?.trim();
    if (value) secrets.set(name, value);
  }
  return secrets;
}

function readWholeNumber(
  name: keyof typeof wholeNumberVars,
  bindings: Bindings,
  problems: string[],
): number | null {
  const text = stringOf(bindings[name]);
  if (text === null) return null;
  const { least, most } = wholeNumberVars[name];
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  problems.push(
    `${name} is ${JSON.stringify(text)}, but must be a whole number from ${least} to ${most}: the default is used`,
  );
  return null;
}

function readLogLevel(bindings: Bindings, problems: string[]): LogLevel {
  const text = stringOf(bindings["LOG_LEVEL"]);
  if (text === null) return DEFAULT_LOG_LEVEL;
  const level = logLevels.find((known) => known === text.toLowerCase());
  if (level) return level;
  problems.push(
    `LOG_LEVEL is ${JSON.stringify(text)}, but must be one of ${logLevels.join(", ")}: ${DEFAULT_LOG_LEVEL} is used`,
  );
  return DEFAULT_LOG_LEVEL;
}

function readBackendBase(bindings: Bindings, problems: string[]): string | null {
  const text = stringOf(bindings["BACKEND_BASE"]);
  if (text !== null && URL.canParse(text) && PLAIN_URL.test(text)) return text.replace(/\/+$/, "");
  problems.push(
    text === null
      ? "BACKEND_BASE is not set: no job can be called"
      : "BACKEND_BASE is no http(s) URL without credentials, query and fragment: no job can be called",
  );
  return null;
}

/** Vars may be strings, numbers or booleans (wrangler takes JSON); anything else counts as not set. */
function stringOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
