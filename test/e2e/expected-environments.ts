/**
 * What the owner's table asks for, written out by hand: the tests of `wrangler.toml` and of a deploy
 * compare with it, never with what the compiler says.
 */
export interface ExpectedEnvironment {
  /** As wrangler's `--env` names it; empty is the file's top level. */
  readonly env: string;
  readonly worker: string;
  readonly vars: Readonly<Record<string, string>>;
  readonly crons: readonly string[];
}

const common = { RETRY_MAX_ATTEMPTS: "3", RETRY_INITIAL_DELAY: "1000", REQUEST_TIMEOUT: "30000" };

const development = {
  worker: "erify-cron-workers-dev",
  vars: {
    ...common,
    ENVIRONMENT: "development",
    BACKEND_BASE: "https://api-dev.erify.world",
    LOG_LEVEL: "debug",
  },
  crons: ["0 */6 * * *"],
};

export const expectedEnvironments: readonly ExpectedEnvironment[] = [
  {
    env: "production",
    worker: "erify-cron-workers-prod",
    vars: {
      ...common,
      ENVIRONMENT: "production",
      BACKEND_BASE: "https://api.erify.world",
      LOG_LEVEL: "info",
    },
    crons: ["*/5 * * * *", "6 2 * * *", "23 23 * * *", "33 23 * * *"],
  },
  {
    env: "staging",
    worker: "erify-cron-workers-staging",
    vars: {
      ...common,
      ENVIRONMENT: "staging",
      BACKEND_BASE: "https://api-staging.erify.world",
      LOG_LEVEL: "info",
    },
    crons: ["*/15 * * * *", "6 3 * * *", "23 0 * * *", "33 0 * * *"],
  },
  { env: "development", ...development },
  { env: "", ...development },
];
