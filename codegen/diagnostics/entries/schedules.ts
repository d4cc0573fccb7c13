import type { Entry } from "../catalogue.ts";

const job = (schedule: string) => ({
  schedules: `jobs:\n  report:\n    endpoint: /cron/report\n    schedule: ${schedule}\n`,
});

/** Schedules: cron and the other forms. */
export const scheduleEntries = {
  SCH201: {
    severity: "error",
    title: "A cron field that can't be read",
    about: "The mark stands at the field. Fields are minute, hour, day of month, month and day of week.",
    example: job('"60 2 * * *"'),
  },
  SCH202: {
    severity: "error",
    title: "A notation of another scheduler",
    about:
      "`cron(…)`, `rate(…)`, six or seven fields, `?`, `TZ=`, `H`. The hint is the same schedule in this language.",
    example: job('"cron(0 9 ? * MON-FRI *)"'),
  },
  SCH203: {
    severity: "error",
    title: "A schedule that never fires",
    about:
      "Cloudflare takes such an expression and never calls. If nobody but a person is to run the job, say `manual`.",
    example: job('"0 0 31 11 *"'),
  },
  SCH204: {
    severity: "error",
    title: "A weekday as a number",
    about:
      "Cloudflare, AWS and Quartz count 1 = SUN to 7 = SAT; crontab, Kubernetes, GitHub and Vercel count 0 and 7 = SUN. Names mean the same everywhere.",
    example: job('"0 9 * * 1-5"'),
  },
  SCH205: {
    severity: "error",
    title: "Both day fields are restricted",
    about:
      "cron then runs when either matches, on Cloudflare and in crontab alike; most who write it mean both. A star with a step, and 1-31, count as a restriction too.",
    example: job('"0 9 1-7 * MON"'),
  },
  SCH206: {
    severity: "error",
    title: "A form that Cloudflare gets wrong",
    about:
      "Cloudflare's parser takes these forms, and fires on days that hardly anyone expects, or on wrong ones.",
    example: job('"0 9 31W * *"'),
  },
  SCH207: {
    severity: "error",
    title: "A cron text that a comment cuts short",
    about: "A blank and `#` begin a comment in YAML. In quotes the text is whole.",
    example: job("0 9 * * MON #1"),
  },
  SCH208: {
    severity: "warning",
    title: "Every minute of an hour",
    about: "`*` as the minute is sixty runs. One run needs a minute: `0 8 * * *`.",
    example: {
      schedules:
        'jobs:\n  report: { endpoint: /cron/report, timeout: 10s, retry: { maxAttempts: 1 }, schedule: "* 8 * * *" }\n',
    },
  },
  SCH209: {
    severity: "warning",
    title: "A step that does not divide its field",
    about:
      "A step starts again with every hour, day, month or week, so the last gap is shorter than the others.",
    example: job('"*/45 * * * *"'),
  },
  SCH210: {
    severity: "warning",
    title: "The last run of a stepped range",
    about: "`7-19` holds the whole hour from 19:00 to 19:59. `between` ends at the minute.",
    example: job('"*/10 7-19 * * *"'),
  },
  SCH211: {
    severity: "error",
    title: "A period that does not divide a day",
    about:
      "`every` counts from midnight. A period that does not divide the day would leave a shorter gap before each midnight.",
    example: job("{ every: 7m }"),
  },
  SCH212: {
    severity: "error",
    title: "An `every` without a run",
    about: "The offset is not less than the period, or no run lies in the window.",
    example: job('{ every: 6h, between: "07:00-11:00" }'),
  },
  SCH213: {
    severity: "info",
    title: "A period that takes several triggers",
    about:
      "Cron names minutes of an hour. A period such as 45 minutes has other minutes from hour to hour, and needs a trigger for each set.",
    example: job("{ every: 45m }"),
  },
  SCH214: {
    severity: "error",
    title: "No such day",
    about: "`days:` is weekdays, weekends, a list of days, `{ day: [1, last] }` or `{ first: sun }`.",
    example: job('{ at: "09:00", days: monday }'),
  },
  SCH215: {
    severity: "error",
    title: "No such time zone",
    about:
      "Zones are IANA's `Area/City` names, or `UTC`. An abbreviation or a fixed offset does not say when the clocks change.",
    example: job('{ at: "09:00", timeZone: BST }'),
  },
  SCH216: {
    severity: "error",
    title: "No such date",
    about: 'Dates are "YYYY-MM-DD", times "YYYY-MM-DDTHH:MM", local to the schedule\'s zone, and must exist.',
    example: job('{ once: "2027-02-30T09:00" }'),
  },
  SCH217: {
    severity: "error",
    title: "`dst` on an interval",
    about:
      "An interval follows the clock face: it runs in both passes of a repeated hour, and not in a skipped one. Only times of day have a choice.",
    example: job("{ every: 15m, timeZone: Europe/London, dst: { gap: skip } }"),
  },
  SCH218: {
    severity: "error",
    title: "Keys of `every` that do not go together",
    about:
      "A period of less than a day is counted from midnight, and takes `offset`, `between` and `days`. One of days or weeks is counted from `from`, and takes `at`.",
    example: job('{ every: 2w, at: "09:00" }'),
  },
  SCH219: {
    severity: "error",
    title: "An unknown calendar",
    about: "`except` and `only` name calendars of this file, or dates.",
    example: job('{ at: "09:00", except: [bankHolidays] }'),
  },
  SCH220: {
    severity: "warning",
    title: "A calendar that nothing uses",
    about: "Most often the schedule that should name it was forgotten.",
    example: { schedules: 'calendars: { bankHolidays: ["2099-12-25"] }\n' },
  },
  SCH221: {
    severity: "error",
    title: "Dates that leave no run",
    about: "The window, `only` and `except` together leave nothing of the schedule.",
    example: job('{ at: "09:00", from: "2027-03-01", until: "2027-02-01" }'),
  },
  SCH222: {
    severity: "warning",
    title: "A schedule that is over",
    about: "Its last run lies in the past. That is no error, as a file must not break by waiting.",
    example: job('{ once: "2025-05-01T22:00" }'),
  },
  SCH223: {
    severity: "warning",
    title: "A calendar that ends soon",
    about: "A calendar in use has ended, or ends within 60 days: from then on nothing is left out.",
    example: {
      schedules:
        'calendars: { bankHolidays: ["2025-12-25"] }\njobs:\n  report: { endpoint: /cron/report, schedule: { at: "09:00", except: [bankHolidays] } }\n',
    },
  },
  SCH224: {
    severity: "info",
    title: "A time that a change of the clocks moves",
    about:
      "Within 13 months the clocks of the schedule's zone skip one of its times, or show it twice. The message names the dates and what will happen.",
    example: job('{ at: "02:30", timeZone: America/New_York }'),
  },
} as const satisfies Record<`SCH${number}`, Entry>;
