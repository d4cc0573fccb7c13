import { describeCron } from "../cron/describe-rule.ts";
import { lintCron } from "../cron/lint-cron.ts";
import { macroCron } from "../cron/normalize-cron.ts";
import type { WeekdayNumbers } from "../cron/weekday-numbers.ts";
import { nameWeekdays } from "../cron/weekday-numbers.ts";
import { catalogue } from "../diagnostics/catalogue.ts";
import { splitDays } from "./both-days.ts";
import { convertShorthand } from "./convert-shorthand.ts";
import { convertSteps } from "./convert-steps.ts";
import { convertWeekdays } from "./convert-weekdays.ts";
import type { Remark, Scheduler } from "./found.ts";
import { check, note } from "./found.ts";
import { wrapRemarks } from "./wrap-remarks.ts";

/** A schedule of this language. */
export type Schedule = { readonly cron: string } | { readonly every: string } | "manual";

/** What an expression comes to: a union of schedules, none where this language can't say it. The remarks then say why. */
export interface ConvertedCron {
  readonly schedules: readonly Schedule[];
  readonly remarks: readonly Remark[];
}

/** Reads an expression as its scheduler does, and says the same in this language. */
export function convertCron(expression: string, scheduler: Scheduler): ConvertedCron {
  const text = expression.trim().split(/\s+/).join(" ");
  const shorthand = convertShorthand(text);
  if (shorthand) return shorthand;
  // robfig/cron takes `?` for `*` in any field.
  const fields = (scheduler === "kubernetes" ? text.replaceAll("?", "*") : text).split(" ");
  return fields.length === 5 ? convertFields(fields, scheduler) : accepted([text]);
}

function convertFields(fields: readonly string[], scheduler: Scheduler): ConvertedCron {
  const numbers = scheduler === "cloudflare" ? "cloudflare" : "crontab";
  const stepped = fields.map((field, index) => convertSteps(field, index, scheduler));
  const weekday = readWeekdays(fields[4] ?? "", numbers);
  const days = splitDays({ fields: stepped.map(({ text }) => text), weekday: weekday.text }, scheduler);
  const remarks = [
    ...stepped.flatMap((field) => field.remarks),
    ...wrapRemarks(fields, numbers, scheduler),
    ...weekday.remarks(days.crons),
    ...days.remarks,
  ];
  const { schedules, remarks: found } = accepted(days.crons);
  return { schedules, remarks: [...remarks, ...found] };
}

/** The weekday field in names, and what to say once it is known when the expression runs. */
function readWeekdays(
  field: string,
  numbers: WeekdayNumbers,
): { readonly text: string; readonly remarks: (crons: readonly string[]) => Remark[] } {
  // `6L` and `2#1` are Cloudflare's alone.
  const read = (family: WeekdayNumbers) =>
    convertWeekdays(field, family) ??
    (numbers === "cloudflare" && /[L#]/.test(field) ? nameWeekdays(field, family) : null);
  const text = read(numbers);
  const other = read("crontab");
  if (numbers === "crontab" || text === other) return { text: text ?? field, remarks: () => [] };
  if (text === null) {
    const refused = `Cloudflare refuses \`${field}\` as day of week: crontab's ${other} is written here.`;
    return { text: other ?? field, remarks: () => [check(refused)] };
  }
  return { text, remarks: (crons) => crons.flatMap((cron) => misread(cron, field, text, other)) };
}

/** Of those who wrote a number to Cloudflare and said which day they meant, nine in ten counted as crontab does. */
function misread(cron: string, field: string, text: string, other: string | null): Remark[] {
  if (other === null || !cron.endsWith(` ${text}`) || lintCron(cron).some(isError)) return [];
  const meant = cron.replace(/\S+$/, other);
  const now = `Cloudflare counts from 1 = SUN, so \`${field}\` runs ${describeCron(cron)}.`;
  return [check(`${now} If it was counted as in crontab, ${describeCron(meant)} was meant: "${meant}".`)];
}

/** All of them, or none where this language refuses one: half a schedule is another one. If none ever fires, the job runs by hand. */
function accepted(crons: readonly string[]): ConvertedCron {
  const linted = crons.map((cron) => ({ cron, problems: lintCron(cron) }));
  const never = linted.filter(({ problems }) => problems.length > 0 && problems.every(isNever));
  const firing = linted.filter((each) => !never.includes(each));
  const byHand = never.length > 0 && firing.length === 0;
  const refused = firing.some(({ problems }) => problems.some(isError));
  const schedules = firing.map(({ cron }) => ({ cron: macroCron(cron) ? cron.toLowerCase() : cron }));
  const rest = byHand ? "it only runs by hand" : "it is left out";
  return {
    schedules: byHand ? ["manual"] : refused ? [] : schedules,
    remarks: [
      ...never.flatMap(({ problems }) => problems.map(({ message }) => check(`${message}: ${rest}.`))),
      ...firing.flatMap(({ problems }) => remarksOn(problems)),
    ],
  };
}

function remarksOn(problems: ReturnType<typeof lintCron>): Remark[] {
  const errors = problems.filter(isError);
  const remark = errors.length > 0 ? check : note;
  return (errors.length > 0 ? errors : problems).map(({ message, hint }) =>
    remark(hint === undefined ? `${message}.` : `${message}; ${hint}.`),
  );
}

function isNever({ code }: ReturnType<typeof lintCron>[number]): boolean {
  return code === "SCH203";
}

function isError({ code }: ReturnType<typeof lintCron>[number]): boolean {
  return catalogue[code].severity === "error";
}
