/** What a first `schedules.yaml` is made of. */
export interface Answers {
  readonly worker: string;
  readonly plan: "free" | "paid";
  /** At least one; the first has the job. */
  readonly environments: readonly { readonly name: string; readonly backend: string }[];
  readonly timeZone: string;
  readonly job: FirstJob;
}

export interface FirstJob {
  readonly key: string;
  /** `METHOD /path`. */
  readonly endpoint: string;
  /** A time of day, `HH:MM`, or a cron expression. */
  readonly schedule: string;
}

/** What is taken where nothing else is said. */
export const fallbacks = {
  worker: "cron-worker",
  plan: "free",
  environment: "production",
  timeZone: "UTC",
  job: { key: "hello", endpoint: "POST /cron/hello", schedule: "02:06" },
} as const;
