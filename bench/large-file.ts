/** A file of many jobs in three environments, with at most 300 distinct schedules. The same size gives the same text. */
export function largeFile(jobs: number): string {
  return [
    "version: 1",
    "worker: bench-cron",
    "account: { plan: paid }",
    "defaults:",
    "  timeout: 30s",
    "  retry: { maxAttempts: 3, initialDelay: 1s, multiplier: 2, maxDelay: 30s, jitter: full }",
    "environments:",
    "  production: { backend: https://api.example.com, concurrency: 6 }",
    "  staging: { backend: https://api-staging.example.com, concurrency: 6 }",
    "  development: { backend: https://api-dev.example.com, default: true }",
    "jobs:",
    ...Array.from({ length: jobs }, (_, index) => job(index)),
    "",
  ].join("\n");
}

/** Production has 80 distinct triggers, staging 80, development none: within the account's 250. */
function job(index: number): string {
  const hour = String(index % 20).padStart(2, "0");
  const minute = String((index % 4) * 15 + 1).padStart(2, "0");
  return [
    `  job${index}:`,
    `    name: Job number ${index}`,
    `    endpoint: POST /cron/job-${index}?shard=${index}`,
    `    owner: team-${index % 17}`,
    `    timeout: ${10 + (index % 50)}s`,
    "    schedule:",
    `      production: { at: "${hour}:${minute}" }`,
    `      staging: "${Number(minute)} ${Number(hour)} * * MON-FRI"`,
  ].join("\n");
}
