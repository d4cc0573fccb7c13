import type { Entry } from "../catalogue.ts";

/** Twenty runs a minute, in five environments. */
const everyMinute = [
  "environments:",
  ...["a", "b", "c", "d", "e"].map((name) => `  ${name}: { backend: "https://${name}.example.com" }`),
  "defaults: { timeout: 5s, retry: { maxAttempts: 1 } }",
  "jobs:",
  ...["k", "l", "m", "n"].map((name) => `  ${name}: { endpoint: /cron/${name}, schedule: { every: 1m } }`),
  "",
].join("\n");

/** Cloudflare's limits, by the account's plan. */
export const limitEntries = {
  SCH401: {
    severity: "error",
    title: "More environments than cron triggers",
    about:
      "All environments share the account's triggers: 5 on Free, 250 on Paid, or what `account.cronTriggers` allows this file. Expressions of one environment can share a trigger, those of two can't.",
    example: {
      schedules:
        "account: { plan: free, cronTriggers: 1 }\nenvironments:\n  production: { backend: https://api.example.com }\n  staging: { backend: https://api-staging.example.com }\n",
    },
  },
  SCH402: {
    severity: "warning",
    title: "A tick that may make too many requests",
    about:
      "On the Free plan a tick may make 50 requests. Every attempt is one, and so are an alert, the analytics and the heartbeat.",
    example: {
      schedules: `jobs:\n${["a", "b", "c", "d", "e", "f"].map((name) => `  ${name}: { endpoint: /cron/${name}, timeout: 1s, retry: { maxAttempts: 9 }, schedule: { at: "02:06" } }\n`).join("")}`,
    },
  },
  SCH403: {
    severity: "error",
    title: "Too many vars and secrets",
    about: "A Worker has at most 64 vars and secrets on Free, 128 on Paid. Six of them are the compiler's.",
    example: {
      schedules: `environments:\n  production:\n    backend: https://api.example.com\n    vars: { ${Array.from({ length: 60 }, (_, index) => `V${index}: x`).join(", ")} }\n`,
    },
  },
  SCH404: {
    severity: "error",
    title: "A var that is too long",
    about: "A var holds at most 5 KB.",
    example: { situation: "A var of more than 5 KB under `environments.<name>.vars`." },
  },
  SCH405: {
    severity: "error",
    title: "A budget over the plan's",
    about: "`account.cronTriggers` can lower what this file may use, not raise what Cloudflare gives.",
    example: { schedules: "account: { plan: free, cronTriggers: 20 }\n" },
  },
  SCH406: {
    severity: "warning",
    title: "More than a day of the Free plan",
    about:
      "Free has 100,000 rows written, requests to Durable Objects and requests to Workers a day, each for the whole account. When the rows are used up, jobs run without the ledger until midnight UTC: possibly twice, and what is missed is not made up.",
    example: { schedules: `account: { plan: free }\n${everyMinute}` },
  },
  SCH407: {
    severity: "info",
    title: "More than the Paid plan includes",
    about:
      "A month of Paid includes 50 million rows written, 1 million requests to Durable Objects and 10 million to Workers, for the whole account. More is charged: $1.00, $0.15 and $0.30 a million.",
    example: { schedules: `account: { plan: paid }\n${everyMinute}` },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
