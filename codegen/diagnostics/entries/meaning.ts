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
      "Cloudflare cuts a cron invocation off after 15 minutes. The worst case counts every attempt with its timeout and every wait; what can't be run in time is deferred: the ledger's alarm goes on with it, later than its time.",
    example: {
      schedules:
        'jobs:\n  export: { endpoint: /cron/export, timeout: 4m, schedule: { at: "02:00" } }\n  report: { endpoint: /cron/report, timeout: 4m, schedule: { at: "02:00" } }\n',
    },
  },
  SCH305: {
    severity: "info",
    title: "A run that can outlast its period",
    about:
      "If the backend is slow, the next run is due before this one has ended. `overlap` says what becomes of it: `skip`, `wait` or `allow`.",
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
  SCH312: {
    severity: "warning",
    title: "A lock that only one job has",
    about:
      "Jobs that share a lock never run at once. A name that no second job of an environment has locks nothing out; most often it is misspelt.",
    example: {
      schedules:
        'jobs:\n  export: { endpoint: /cron/export, lock: database, schedule: { at: "02:06" } }\n  import: { endpoint: /cron/import, lock: database, schedule: { at: "02:30" } }\n  report: { endpoint: /cron/report, lock: databse, schedule: { at: "03:00" } }\n',
    },
  },
  SCH313: {
    severity: "info",
    title: "What is paused, and why",
    about: "Said at every check, so that a pause is not forgotten. Once for each `pause` that is written.",
    example: {
      schedules:
        'jobs:\n  report:\n    endpoint: /cron/report\n    schedule: { at: "02:06" }\n    pause: { reason: the archive is moved, until: "2099-12-01" }\n',
    },
  },
  SCH314: {
    severity: "warning",
    title: "A pause that is over",
    about: "Its `until` lies in the past. A line that says nothing any more only misleads.",
    example: {
      schedules:
        'jobs:\n  report:\n    endpoint: /cron/report\n    schedule: { at: "02:06" }\n    pause: { reason: the archive is moved, until: "2025-12-01" }\n',
    },
  },
  SCH315: {
    severity: "warning",
    title: "A `catchUp` too short to make anything up",
    about:
      "The ledger gives a tick two minutes to arrive before it counts as missed. What may be made up for a shorter time than that never is.",
    example: {
      schedules: 'jobs:\n  report: { endpoint: /cron/report, catchUp: 2m, schedule: { at: "02:06" } }\n',
    },
  },
  SCH316: {
    severity: "warning",
    title: "A `completion` that no answer leads to",
    about:
      "A run goes on after a 202 alone; any other answer ends it. Where `success` does not hold 202, that one ends it too, as a failure.",
    example: {
      schedules:
        'jobs:\n  report: { endpoint: /cron/report, success: [200], completion: { within: 2h }, schedule: { at: "02:06" } }\n',
    },
  },
  SCH317: {
    severity: "warning",
    title: "A `completion` that can outlast the job's period",
    about:
      "A run that the backend never completes holds its lock for all of `within`. Meanwhile `overlap` keeps the job's next runs back; with `allow` this is said only where more than 100 runs may be under way at once.",
    example: {
      schedules:
        "jobs:\n  report: { endpoint: /cron/report, completion: { within: 2h }, schedule: { every: 1h } }\n",
    },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
