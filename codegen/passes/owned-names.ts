/** The binding of the Durable Object that keeps the ledger, and its class. */
export const ledgerBinding = { name: "LEDGER", class_name: "Ledger" } as const;

/** Names that the compiler gives to each Worker's vars and its binding, and LOCAL, which only local runs pass. */
export const ownedVars = [
  "ENVIRONMENT",
  "BACKEND_BASE",
  "LOG_LEVEL",
  "RETRY_MAX_ATTEMPTS",
  "RETRY_INITIAL_DELAY",
  "REQUEST_TIMEOUT",
  "LOCAL",
  ledgerBinding.name,
] as const;

/** Secrets that the Worker knows by name. */
export const secretNames = [
  "ERIFY_CRON_TOKEN",
  "TRIGGER_TOKEN",
  "SLACK_WEBHOOK_URL",
  "ANALYTICS_TOKEN",
  "HEARTBEAT_URL",
] as const;
