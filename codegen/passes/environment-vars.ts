import type { ResolvedEnvironment } from "../resolved.ts";

/** The plain vars of an environment's Worker: the compiler's own first, then the file's. */
export function environmentVars(environment: ResolvedEnvironment): Record<string, string> {
  const { name, backend, logLevel, defaults, vars } = environment;
  return {
    ENVIRONMENT: name,
    BACKEND_BASE: backend,
    LOG_LEVEL: logLevel,
    RETRY_MAX_ATTEMPTS: String(defaults.retry.maxAttempts),
    RETRY_INITIAL_DELAY: String(defaults.retry.initialDelayMs),
    REQUEST_TIMEOUT: String(defaults.timeoutMs),
    ...vars,
  };
}
