import type { Cron, CronField } from "../../src/schedule/cron.ts";
import { canEverMatch, parseCron } from "../../src/schedule/cron.ts";
import type { CronProblem } from "./cron-problem.ts";
import { describeDays, ordinalText } from "./describe-days.ts";
import { foreignNotation } from "./foreign-notation.ts";
import { lintTimes } from "./lint-times.ts";
import { macroCron } from "./normalize-cron.ts";
import { nameWeekdays } from "./weekday-numbers.ts";

const known = new Map<string, readonly CronProblem[]>();

/** Everything that is wrong with a cron text of this language, or legal and seldom meant. Reports SCH201 to SCH210. */
export function lintCron(text: string): readonly CronProblem[] {
  let problems = known.get(text);
  if (!problems) {
    problems = findProblems(text);
    known.set(text, problems);
  }
  return problems;
}

function findProblems(text: string): CronProblem[] {
  const foreign = foreignNotation(text);
  if (foreign) return [foreign];
  if (macroCron(text) !== undefined) return [];
  const weekdays = weekdayNumberProblems(text);
  // With its numbers out of the way the rest of the expression can still be checked.
  const checked =
    weekdays.length > 0 ? text.replace(/\S+$/, (field) => "*".padEnd(field.length)).trimEnd() : text;
  const result = parseCron(checked);
  if (!result.ok) {
    return [
      ...result.errors.map(({ field, start, end, message }) => ({
        code: "SCH201" as const,
        // Cloudflare takes numbers for weekdays; this language does not, so they are not offered.
        message: message.replace(", or 1 (SUN) to 7 (SAT)", ""),
        hint:
          field === null && /where cron has/.test(message)
            ? 'for example "0 9 * * MON-FRI", or { at: "09:00" }'
            : undefined,
        start,
        end,
      })),
      ...weekdays,
    ];
  }
  const { cron } = result;
  const days = weekdays.length > 0 ? [] : dayProblems(cron);
  return [...unsafeForms(cron), ...days, ...lintTimes(cron), ...weekdays];
}

/** SCH204: numbers as weekdays, which two families of schedulers read in two ways. */
function weekdayNumberProblems(text: string): CronProblem[] {
  const fields = [...text.matchAll(/[^ \t]+/g)];
  const field = fields[4];
  if (
    fields.length !== 5 ||
    !field ||
    !/^[\dA-Za-z*,\-/#]+$/.test(field[0]) ||
    !/(?<![#/\d])\d/.test(field[0])
  )
    return [];
  const cloudflare = nameWeekdays(field[0], "cloudflare");
  const crontab = nameWeekdays(field[0], "crontab");
  if (cloudflare === null && crontab === null) return [];
  const readings = [
    cloudflare === null ? "Cloudflare refuses it" : `Cloudflare reads ${cloudflare}`,
    crontab === null
      ? "crontab refuses it"
      : cloudflare === null
        ? `crontab reads ${crontab}`
        : `crontab ${crontab}`,
  ].join(", ");
  const names = [crontab, cloudflare].filter((each) => each !== null);
  const message = `day of week \`${field[0]}\` is ambiguous: ${readings}`;
  return [
    {
      code: "SCH204",
      message,
      hint: `write ${names.join(" or ")}`,
      weekdays: { cloudflare, crontab },
      start: field.index,
      end: field.index + field[0].length,
    },
  ];
}

/** SCH206: forms that Cloudflare's parser takes and gets wrong, or reads as hardly anyone means them. */
function unsafeForms(cron: Cron): CronProblem[] {
  const problems: CronProblem[] = [];
  const unsafe = (field: CronField, message: string, hint?: string) =>
    problems.push({ code: "SCH206", message, hint, start: field.start, end: field.end });
  for (const field of cron.fields) {
    const text = cron.text.slice(field.start, field.end);
    for (const item of field.items) {
      if (item.kind === "value" && item.value.written === "star") {
        const hint = `write * for all, or ${text.replaceAll("*", String(item.value.value))}`;
        unsafe(
          field,
          `\`${text}\`: Cloudflare reads a \`*\` inside a list as the field's least value, not as all of them`,
          hint,
        );
      } else if (item.kind === "range" && (item.from.written === "star" || item.to.written === "star")) {
        unsafe(
          field,
          `\`${text}\`: a \`*\` as an end of a range is the field's least value to Cloudflare`,
          "write the number",
        );
      } else if (item.kind === "saturday") {
        unsafe(
          field,
          "`L` alone as day of week is every Saturday to Cloudflare, not the last of a month",
          "write SAT, or FRIL for the last Friday of the month",
        );
      } else if (item.kind === "nearestWeekday" && item.day.value >= 29) {
        unsafe(
          field,
          `\`${text}\` fires on some wrong days in Cloudflare's parser, in months that have no such day`,
          "write LW for the last weekday of the month",
        );
      } else if (item.kind === "lastWeekday" && item.daysBefore > 0) {
        unsafe(
          field,
          `\`${text}\` fires on some wrong days in Cloudflare's parser`,
          "write LW, or a day of the month such as 25W",
        );
      }
    }
  }
  return problems;
}

/** SCH203 and SCH205: what the two day fields say together. */
function dayProblems(cron: Cron): CronProblem[] {
  const [, , dayOfMonth, month, dayOfWeek] = cron.fields;
  const restricted = [dayOfMonth, dayOfWeek].filter(({ isStar }) => !isStar);
  if (restricted.length === 2) return [bothDayFields(cron)];
  if (canEverMatch(cron)) return [];
  const message = `\`${cron.text}\` never fires: there is no ${describeDays(cron).replace(/^on the /, "")}`;
  const hint = "write schedule: manual for a job that only runs by hand";
  return [{ code: "SCH203", message, hint, start: dayOfMonth.start, end: month.end }];
}

function bothDayFields(cron: Cron): CronProblem {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = cron.fields.map(({ start, end }) =>
    cron.text.slice(start, end),
  );
  const span = { start: cron.fields[2].start, end: cron.fields[4].end };
  const everyDay = [dayOfMonth, dayOfWeek].find(
    (text) => text === "*/1" || text === "1-31" || text?.toUpperCase() === "SUN-SAT",
  );
  if (everyDay !== undefined) {
    const message = `\`${everyDay}\` is every day, and beside a restricted day field Cloudflare then runs every day`;
    return { code: "SCH205", message, hint: `write * in place of ${everyDay}`, ...span };
  }
  const both = nthWeekday(dayOfMonth ?? "", dayOfWeek ?? "");
  const either = `for either, a list of two: ["${[minute, hour, dayOfMonth, month, "*"].join(" ")}", "${[minute, hour, "*", month, dayOfWeek].join(" ")}"]`;
  const message = `day of month and day of week are both restricted, and cron reads either: it runs ${describeDays(cron)}`;
  return { code: "SCH205", message, hint: both === null ? either : `for both, ${both}; ${either}`, ...span };
}

/** `1-7` and `MON` together are what `MON#1` says. */
function nthWeekday(dayOfMonth: string, dayOfWeek: string): string | null {
  const nth = ["1-7", "8-14", "15-21", "22-28"].indexOf(dayOfMonth) + 1;
  if (nth === 0 || !/^[A-Z]{3}$/i.test(dayOfWeek)) return null;
  return `${dayOfWeek.toUpperCase()}#${nth} as day of week, or days: { ${ordinalText(nth)}: ${dayOfWeek.toLowerCase()} } beside at:`;
}
