import type { Entry } from "../catalogue.ts";

/** What a file says that is most likely not meant, or not safe. */
export const meaningEntries = {
  SCH301: {
    severity: "error",
    title: "A job without a schedule",
    about: "An empty map or list says nothing. `manual` says that only a person runs the job.",
    example: { schedules: "jobs:\n  report: { endpoint: /cron/report, schedule: {} }\n" },
  },
  SCH302: {
    severity: "warning",
    title: "A job that runs nowhere",
    about: "The job has a schedule, and `enabled: false` in every environment that has one.",
    example: {
      schedules: 'jobs:\n  report: { endpoint: /cron/report, schedule: { at: "02:06" }, enabled: false }\n',
    },
  },
  SCH303: {
    severity: "warning",
    title: "Two jobs with the same request at the same minute",
    about: "Most often one of them is a copy whose endpoint was never changed.",
    example: {
      schedules:
        'jobs:\n  report: { endpoint: /cron/report, schedule: { at: "02:06" } }\n  summary: { endpoint: /cron/report, schedule: "6 */2 * * *" }\n',
    },
  },
  SCH304: {
    severity: "warning",
    title: "A tick that may not end in time",
    about:
      "Cloudflare cuts a cron invocation off after 15 minutes. The worst case counts every attempt with its timeout and every wait; what can't be run in time is dropped, logged and alerted.",
    example: {
      schedules:
        'jobs:\n  export: { endpoint: /cron/export, timeout: 4m, schedule: { at: "02:00" } }\n  report: { endpoint: /cron/report, timeout: 4m, schedule: { at: "02:00" } }\n',
    },
  },
  SCH305: {
    severity: "info",
    title: "A run that can outlast its period",
    about: "If the backend is slow, the next run may begin before this one has ended.",
    example: {
      schedules: "jobs:\n  report: { endpoint: /cron/report, timeout: 3m, schedule: { every: 5m } }\n",
    },
  },
  SCH306: {
    severity: "error",
    title: "A backend without TLS",
    about:
      "With `http:` the token travels in clear text. It is allowed for this machine, and elsewhere with `allowInsecure: true`.",
    example: { schedules: "environments:\n  production: { backend: http://api.example.com }\n" },
  },
  SCH307: {
    severity: "error",
    title: "A secret in clear text",
    about:
      "What stands in this file stands in the repository and on Cloudflare in clear text. The value itself is never shown in a message.",
    example: {
      schedules:
        "environments:\n  production:\n    backend: https://api.example.com\n    vars: { REPORT_API_KEY: not-a-real-key }\n",
    },
  },
  SCH308: {
    severity: "error",
    title: "A Worker name used twice",
    about: "Two environments with one Worker would replace each other's schedules with every deploy.",
    example: {
      schedules:
        "environments:\n  production: { backend: https://api.example.com, worker: acme-cron }\n  staging: { backend: https://api-staging.example.com, worker: acme-cron }\n",
    },
  },
  SCH309: {
    severity: "error",
    title: "Two default environments",
    about: "`default: true` says what wrangler deploys without `--env`. That can be one environment only.",
    example: {
      schedules:
        "environments:\n  production: { backend: https://api.example.com, default: true }\n  staging: { backend: https://api-staging.example.com, default: true }\n",
    },
  },
  SCH310: {
    severity: "error",
    title: "A var that the compiler sets",
    about: "These names carry what the Worker needs: ENVIRONMENT, BACKEND_BASE, LOG_LEVEL and the others.",
    example: {
      schedules:
        "environments:\n  production: { backend: https://api.example.com, vars: { LOG_LEVEL: debug } }\n",
    },
  },
  SCH311: {
    severity: "error",
    title: "A payload that is never sent",
    about: "GET and HEAD requests have no body.",
    example: {
      schedules: "jobs:\n  report: { endpoint: GET /cron/report, schedule: manual, payload: { day: 1 } }\n",
    },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
