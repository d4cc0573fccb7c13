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
} as const satisfies Record<`SCH${number}`, Entry>;
