import type { Entry } from "../catalogue.ts";

/** The shape of the file: keys, types, forms of values. */
export const shapeEntries = {
  SCH101: {
    severity: "error",
    title: "An unknown key",
    about:
      "A key that the language does not have is an error, so that a slip of the pen is not a setting lost in silence.",
    example: {
      schedules: "jobs:\n  report:\n    endpoint: /cron/report\n    timout: 2m\n    schedule: manual\n",
    },
  },
  SCH102: {
    severity: "error",
    title: "A key is missing",
    about: "The mark stands at the map that needs the key.",
    example: { schedules: "jobs:\n  report:\n    endpoint: /cron/report\n" },
  },
  SCH103: {
    severity: "error",
    title: "A value of the wrong kind",
    about: "A text where a map is needed, a number where a text is needed, and so on.",
    example: { schedules: "jobs: [report]\n" },
  },
  SCH104: {
    severity: "error",
    title: "A value that is not allowed here",
    about: "The message lists what is.",
    example: { schedules: "account: { plan: business }\n" },
  },
  SCH105: {
    severity: "error",
    title: "No duration",
    about:
      "A duration is a whole number with its unit, so that nobody has to know whether 30 means seconds or milliseconds.",
    example: { schedules: "defaults: { timeout: 30 }\n" },
  },
  SCH106: {
    severity: "error",
    title: "Out of range",
    about: "The message gives the least and the most that is allowed.",
    example: { schedules: "defaults: { timeout: 1h }\n" },
  },
  SCH107: {
    severity: "error",
    title: "A name of the wrong form",
    about: "Names end up in URLs, run ids and generated code, so each kind has a form of its own.",
    example: { schedules: "worker: Acme_Cron\n" },
  },
  SCH108: {
    severity: "error",
    title: "A URL that can't be used",
    about: "A whole `https:` URL, without credentials, and for a backend without query.",
    example: { schedules: "environments:\n  production: { backend: api.example.com }\n" },
  },
  SCH109: {
    severity: "error",
    title: "No endpoint or path",
    about:
      "An endpoint is `METHOD /path` or `/path`. The host comes from the environment, so the same job runs against each environment's own backend.",
    example: { schedules: "jobs:\n  report: { endpoint: post /cron/report, schedule: manual }\n" },
  },
  SCH110: {
    severity: "error",
    title: "No time of day",
    about: 'Times are `"HH:MM"`, "00:00" to "23:59", in quotes.',
    example: { schedules: 'jobs:\n  report: { endpoint: /cron/report, schedule: { at: "7:30" } }\n' },
  },
  SCH111: {
    severity: "warning",
    title: "A time or date without quotes",
    about:
      "Other YAML readers take `14:06` for the number 846. In quotes it is a time to all of them, and so is a date.",
    example: { schedules: "jobs:\n  report: { endpoint: /cron/report, schedule: { at: 14:06 } }\n" },
  },
  SCH113: {
    severity: "error",
    title: "A header that a job can't set",
    about: "Some headers are what the backend relies on (`Idempotency-Key`), some belong to the connection.",
    example: {
      schedules:
        "jobs:\n  report: { endpoint: /cron/report, schedule: manual, headers: { Host: example.com } }\n",
    },
  },
  SCH114: {
    severity: "error",
    title: "An unknown environment",
    about: "Schedules and overrides name environments of this file.",
    example: {
      schedules: 'jobs:\n  report: { endpoint: /cron/report, schedule: { prodution: { at: "02:06" } } }\n',
    },
  },
  SCH115: {
    severity: "error",
    title: "A reserved environment name",
    about:
      "A schedule that is a map is either one schedule or environment → schedule. That stays clear only if no environment is named like a schedule's key.",
    example: { schedules: "environments:\n  every: { backend: https://api.example.com }\n" },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
