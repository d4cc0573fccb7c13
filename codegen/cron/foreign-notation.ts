import { durationText } from "../schema/duration.ts";
import type { CronProblem } from "./cron-problem.ts";
import { macroCron, macros } from "./normalize-cron.ts";
import { nameWeekdays } from "./weekday-numbers.ts";

/** One notation of another scheduler: how it is recognised, what it is called, how this language says it. */
interface Notation {
  readonly pattern: RegExp;
  readonly what: string;
  readonly rewrite: (match: RegExpExecArray) => string | undefined;
}

const notations: readonly Notation[] = [
  {
    pattern: /^(?:CRON_)?TZ=(\S+)\s+(.*)$/,
    what: "a time zone in front of cron (QStash, Inngest, robfig/cron)",
    rewrite: ([, zone, rest]) =>
      /^(UTC|Etc\/UTC|GMT)$/.test(zone ?? "")
        ? quoted(rest ?? "")
        : `"${rest}" with the hour in UTC: schedules are UTC here`,
  },
  {
    pattern: /^cron\s*\((.*)\)$/i,
    what: "AWS EventBridge's cron(…)",
    rewrite: ([, fields]) => fromQuartz(fields ?? "", false),
  },
  {
    pattern: /^rate\s*\((.*)\)$/i,
    what: "AWS EventBridge's rate(…)",
    rewrite: ([, rate]) => fromEvery(rate ?? ""),
  },
  { pattern: /^at\s*\((.*)\)$/i, what: "AWS EventBridge's at(…), one run", rewrite: () => undefined },
  { pattern: /^@every\s+(.*)$/i, what: "robfig/cron's @every", rewrite: ([, rate]) => fromEvery(rate ?? "") },
  {
    pattern: /^@reboot$/i,
    what: "crontab's @reboot, which has no meaning for a Worker",
    rewrite: () => undefined,
  },
  { pattern: /^@midnight$/i, what: "crontab's @midnight", rewrite: () => '"@daily"' },
  { pattern: /^@annually$/i, what: "crontab's @annually", rewrite: () => '"@yearly"' },
  {
    pattern: /^@/,
    what: "an unknown shorthand",
    rewrite: () => `one of ${Object.keys(macros).join(", ")}`,
  },
  {
    pattern: /^(?:hourly|daily|weekly|monthly|yearly)$/i,
    what: "a word, not a schedule",
    rewrite: ([word]) => quoted(`@${word?.toLowerCase()}`),
  },
  { pattern: /^(?:manual|never|none|off)$/i, what: "a word, not a schedule", rewrite: () => "manual" },
  { pattern: /^every\s+(.*)$/i, what: "App Engine's English", rewrite: ([, rate]) => fromEvery(rate ?? "") },
  { pattern: /^\d+\s*(ms|s|m|h|d|w)$/i, what: "a period", rewrite: ([text]) => fromEvery(text) },
  {
    pattern: /^\d{1,2}:\d{2}$/,
    what: "a time of day",
    rewrite: ([time]) => `{ at: "${time?.padStart(5, "0")}" }`,
  },
  {
    pattern: /^(?:\S+\s+){6}\S+$/,
    what: "seven fields, as Quartz has them",
    rewrite: ([text]) => fromQuartz(text, true),
  },
  {
    // AWS puts `?` in the third or fifth of its six fields, Quartz in the fourth or sixth.
    pattern: /^(?:\S+\s+){5}(?:19|20)\d\d\S*$|^(?:\S+\s+){2}(?:\?\s+\S+\s+\S+|\S+\s+\S+\s+\?)\s+\S+$/,
    what: "six fields, the last a year",
    rewrite: ([text]) => fromQuartz(text, false),
  },
  {
    // A weekday in the fifth place is five fields and one too many.
    pattern: /^(?!(?:\S+\s+){4}\S*(?:SUN|MON|TUE|WED|THU|FRI|SAT))(?:\S+\s+){5}\S+$/i,
    what: "six fields, the first seconds",
    rewrite: ([text]) => fromQuartz(text, true),
  },
  {
    pattern: /\?/,
    what: "cron with `?`, a day field of Quartz and AWS that says nothing",
    rewrite: ({ input }) => fromQuartz(input, false),
  },
  {
    pattern: /(?:^|[\s,])H(?:[\s/(,]|$)/,
    what: "Jenkins' `H`",
    rewrite: () => 'a minute of your own, for example "17 3 * * *"',
  },
  {
    pattern: /~/,
    what: "`~`, cronie's random value",
    rewrite: () => 'a value of your own, for example "17 3 * * *"',
  },
];

/** Reports SCH202 for a schedule that is written in another scheduler's notation; null for all else. */
export function foreignNotation(text: string): CronProblem | null {
  if (macroCron(text) !== undefined) return null;
  for (const { pattern, what, rewrite } of notations) {
    const match = pattern.exec(text.trim());
    if (!match) continue;
    const instead = rewrite(match);
    const hint = instead === undefined ? "this language has no such schedule" : `write ${instead}`;
    return {
      code: "SCH202",
      message: `\`${text}\` is ${what}, and is not read here`,
      hint,
      start: 0,
      end: text.length,
    };
  }
  return null;
}

/** Quartz and AWS: `?` is `*`, weekdays are numbered as Cloudflare does. Seconds and years can't be kept. */
function fromQuartz(text: string, hasSeconds: boolean): string {
  const all = text.trim().split(/\s+/);
  const fields = all.slice(hasSeconds ? 1 : 0).slice(0, 5);
  const seconds = hasSeconds ? all[0] : "0";
  const year = all[hasSeconds ? 6 : 5] ?? "*";
  const weekday = nameWeekdays(fields[4] ?? "*", "cloudflare") ?? "*";
  const cron = [...fields.slice(0, 4), weekday].join(" ").replaceAll("?", "*");
  const lost = [
    ...(/^0?0$/.test(seconds ?? "") ? [] : ["seconds"]),
    ...(/^[*?]$/.test(year) ? [] : ["years"]),
  ];
  return lost.length === 0 ? quoted(cron) : `${quoted(cron)} (this language has no ${lost.join(" and no ")})`;
}

/** `5 minutes`, `1 day`, `1h30m`: an `every`, or a time of day for a day. */
function fromEvery(rate: string): string | undefined {
  const text = rate.trim().toLowerCase();
  if (!/^(?:\d{1,9}\s*(?:m|h|d)[a-z]*\s*)+$/.test(text)) return undefined;
  const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
  const ms = Array.from(
    text.matchAll(/(\d+)\s*([mhd])/g),
    ([, count, unit]) => Number(count) * unitMs[unit as keyof typeof unitMs],
  ).reduce((sum, each) => sum + each, 0);
  if (ms === 86_400_000) return '{ at: "00:00" }, or the time you want';
  return ms > 0 && 86_400_000 % ms === 0 ? `{ every: ${durationText(ms)} }` : undefined;
}

function quoted(text: string): string {
  return `"${text}"`;
}
