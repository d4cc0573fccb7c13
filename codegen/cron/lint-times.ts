import type { Cron, CronField } from "../../src/schedule/cron.ts";
import { durationText } from "../schema/duration.ts";
import type { CronProblem } from "./cron-problem.ts";
import { weekdayNames } from "./weekday-numbers.ts";
import { hoursOf, minutesOf } from "./cron-times.ts";
import { timeText } from "./describe-times.ts";

/** SCH208 to SCH210: times that are legal and seldom meant. */
export function lintTimes(cron: Cron): CronProblem[] {
  return [...everyMinuteOfAnHour(cron), ...unevenSteps(cron), ...lastRunOfRange(cron)];
}

/** SCH208: `* 8 * * *` is 60 runs. Two hours in a row are more likely meant. */
function everyMinuteOfAnHour(cron: Cron): CronProblem[] {
  const hours = hoursOf(cron);
  const apart = hours.every((hour) => !hours.includes((hour + 1) % 24));
  if (minutesOf(cron).length < 60 || !apart) return [];
  const [first = 0] = hours;
  const [, , ...rest] = cron.fields.map(({ start, end }) => cron.text.slice(start, end));
  const times =
    hours.length === 1
      ? `60 runs, ${timeText(first * 60)} to ${timeText(first * 60 + 59)}`
      : `60 runs in each of ${hours.length} hours`;
  const message = `\`${cron.text}\` runs every minute of the hour: ${times}`;
  const hint = `for one run write "0 ${cron.text.slice(cron.fields[1].start, cron.fields[1].end)} ${rest.join(" ")}"`;
  return [{ code: "SCH208", message, hint, start: cron.fields[0].start, end: cron.fields[0].end }];
}

const lengths: Partial<Record<CronField["name"], { length: number; what: string }>> = {
  minute: { length: 60, what: "hour" },
  hour: { length: 24, what: "day" },
  dayOfMonth: { length: 31, what: "month" },
  month: { length: 12, what: "year" },
  dayOfWeek: { length: 7, what: "week" },
};

/** SCH209: a step of 45 runs at :00 and :45, so the gaps are 45 and 15 minutes. */
function unevenSteps(cron: Cron): CronProblem[] {
  return cron.fields.flatMap((field) => {
    const [item] = field.items;
    const unit = lengths[field.name];
    if (field.items.length > 1 || item?.kind !== "step" || item.from.written !== "star" || !unit) return [];
    if (unit.length % item.step === 0) return [];
    const text = cron.text.slice(field.start, field.end);
    const message = `\`${text}\` does not divide the ${unit.what}: it is ${whenStepped(field.name, unit.length, item.step)}, then starts again`;
    return [
      {
        code: "SCH209",
        message,
        hint: stepHint(field.name, item.step),
        start: field.start,
        end: field.end,
      } as const,
    ];
  });
}

function whenStepped(name: CronField["name"], length: number, step: number): string {
  const first = name === "minute" || name === "hour" ? 0 : 1;
  const values = Array.from({ length: Math.ceil(length / step) }, (_, index) => first + index * step);
  const texts = values.map((value) =>
    name === "minute"
      ? `:${String(value).padStart(2, "0")}`
      : name === "hour"
        ? timeText(value * 60)
        : name === "dayOfWeek"
          ? (weekdayNames[value - 1] ?? "")
          : String(value),
  );
  const shown = texts.length > 6 ? [...texts.slice(0, 3), "…", texts.at(-1) ?? ""] : texts;
  const place =
    name === "minute" || name === "hour"
      ? "at"
      : { dayOfMonth: "on days", month: "in months", dayOfWeek: "on" }[name];
  return `${place} ${shown.slice(0, -1).join(", ")}${shown.length > 1 ? " and " : ""}${shown.at(-1)}`;
}

function stepHint(name: CronField["name"], step: number): string | undefined {
  const minutes = name === "minute" ? step : name === "hour" ? step * 60 : 0;
  return minutes > 0 && 1440 % minutes === 0
    ? `for a run every ${durationText(minutes * 60_000)} write { every: ${durationText(minutes * 60_000)} }`
    : undefined;
}

/** SCH210: ten-minute steps in hours 7-19 go on to 19:50. */
function lastRunOfRange(cron: Cron): CronProblem[] {
  const [minute, hour] = cron.fields;
  const [stepped] = minute.items;
  const [hours] = hour.items;
  if (
    stepped?.kind !== "step" ||
    stepped.from.written !== "star" ||
    hours?.kind !== "range" ||
    hour.items.length > 1
  )
    return [];
  const last = minutesOf(cron).at(-1) ?? 0;
  if (last === 0 || hours.step !== 1) return [];
  const to = timeText(hours.to.value * 60);
  const message = `the last run of \`${cron.text}\` is ${timeText(hours.to.value * 60 + last)}, not ${to}`;
  const window = `${timeText(hours.from.value * 60)}-${to}`;
  const period = 1440 % stepped.step === 0 ? durationText(stepped.step * 60_000) : null;
  const hint =
    period === null
      ? undefined
      : `to end at ${to} write { every: ${period}, between: "${window}" } with the days as \`days:\``;
  return [{ code: "SCH210", message, hint, start: hour.start, end: hour.end }];
}
