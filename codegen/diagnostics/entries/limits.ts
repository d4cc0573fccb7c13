import type { Entry } from "../catalogue.ts";

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
} as const satisfies Record<`SCH${number}`, Entry>;
