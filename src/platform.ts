/**
 * What the Worker takes from the runtime. Everything below `worker.ts` gets it as a parameter, so a
 * test can stop the clock, fix the dice and skip the waiting.
 */
export interface Platform {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** A random UUID, version 4, lower case. */
  readonly uuid: () => string;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly startTimeout: (timeoutMs: number) => Timeout;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Takes one log line, as an object: Cloudflare indexes its fields. */
  readonly console: Readonly<Record<"debug" | "info" | "warn" | "error", (line: object) => void>>;
}

/** A clock that aborts its signal when the time is up, and can be stopped before. */
export interface Timeout {
  readonly signal: AbortSignal;
  readonly stop: () => void;
}
