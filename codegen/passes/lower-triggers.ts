import type { ScheduleRule } from "../../src/job-map.ts";
import { canonicalCron, cronOf } from "../cron/normalize-cron.ts";
import type { Trigger } from "../compiled.ts";
import type { ResolvedJob } from "../resolved.ts";

/**
 * The triggers of an environment: one for each distinct expression, whatever way it was written. Of several
 * texts with one meaning the shortest is handed to Cloudflare.
 */
export function lowerTriggers(jobs: readonly ResolvedJob[]): Trigger[] {
  const triggers = new Map<string, { cron: string; jobs: Set<string> }>();
  for (const { key, schedule, settings } of jobs) {
    if (!settings.enabled) continue;
    for (const cron of schedule.map(triggerCron)) {
      const meaning = canonicalCron(cron);
      const trigger = triggers.get(meaning);
      if (!trigger) triggers.set(meaning, { cron, jobs: new Set([key]) });
      else {
        trigger.cron = shorter(trigger.cron, cron);
        trigger.jobs.add(key);
      }
    }
  }
  return [...triggers.values()]
    .map(({ cron, jobs: names }) => ({ cron, jobs: [...names] }))
    .toSorted((a, b) => (a.cron < b.cron ? -1 : 1));
}

function shorter(a: string, b: string): string {
  return b.length < a.length || (b.length === a.length && b < a) ? b : a;
}

/**
 * The expression that wakes the Worker for a rule. For a rule that is carried past midnight its days are moved
 * by one, and covered where cron can't say them: the Worker then decides by the rule, so nothing runs too often.
 */
export function triggerCron(rule: ScheduleRule): string {
  if (rule.carryDays === undefined) return rule.cron;
  const { dayOfMonth, dayOfWeek, text, fields } = cronOf(rule.cron);
  const times = text.slice(0, fields[1].end);
  return canonicalCron(`${times} ${nextDay(dayOfMonth, dayOfWeek)}`);
}

type Rule = ReturnType<typeof cronOf>;

/** Day, month and weekday fields that hold every day after a matching one. The month is always `*` in a carried rule. */
function nextDay(dayOfMonth: Rule["dayOfMonth"], dayOfWeek: Rule["dayOfWeek"]): string {
  switch (dayOfMonth.kind) {
    case "any":
      return nextWeekday(dayOfWeek);
    case "days":
      return `${daysAfter(bits(dayOfMonth.days).map((bit) => bit + 1)).join(",")} * *`;
    case "last":
      return "1 * *";
    case "lastWeekday":
      // The last weekday is the 26th at the earliest (a February that ends on a Sunday), the 31st at the latest.
      return "1,27-31 * *";
    default:
      throw new Error(`no \`days:\` gives a ${dayOfMonth.kind} rule`);
  }
}

/** The 28th to the 31st can be the last of their month, so their next day may be the 1st. */
function daysAfter(days: readonly number[]): number[] {
  const after = days.flatMap((day) => [...(day < 31 ? [day + 1] : []), ...(day >= 28 ? [1] : [])]);
  return [...new Set(after)].toSorted((a, b) => a - b);
}

function nextWeekday(rule: Rule["dayOfWeek"]): string {
  switch (rule.kind) {
    case "any":
      return "* * *";
    case "weekdays":
      return `* * ${bits(rule.weekdays)
        .map((bit) => weekdayNames[(bit + 1) % 7])
        .join(",")}`;
    case "lastOfMonth":
      // The last such day is the 22nd (of a February) at the earliest.
      return "1,23-31 * *";
    case "nthOfMonth": {
      const first = 7 * (rule.nth - 1) + 1;
      return `${daysAfter(Array.from({ length: 7 }, (_, index) => first + index).filter((day) => day <= 31)).join(",")} * *`;
    }
    default:
      throw new Error(`no \`days:\` gives a ${rule.kind} rule`);
  }
}

const weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

function bits(mask: number): number[] {
  return Array.from({ length: 31 }, (_, index) => index).filter((index) => ((mask >>> index) & 1) === 1);
}
