import type { Cron } from "../../src/schedule/cron.ts";
import { hoursOf, minutesOf } from "./cron-times.ts";

/** `HH:MM` of a minute of the day. */
export function timeText(minuteOfDay: number): string {
  return `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`;
}

/** When in a day a cron expression runs: `at 02:06 and 14:06`, `every 5 minutes`, `every 10 minutes from 07:00 to 19:50`. */
export function describeTimes(cron: Cron): string {
  const minutes = minutesOf(cron);
  const hours = hoursOf(cron);
  if (minutes.length * hours.length <= 4) {
    return `at ${joined(hours.flatMap((hour) => minutes.map((minute) => timeText(hour * 60 + minute))))}`;
  }
  const step = evenStep(minutes, 60);
  if (hours.length === 24) {
    if (step !== null) return step === 1 ? "every minute" : `every ${step} minutes${startText(minutes)}`;
    return minutes.length === 1
      ? `every hour at ${minuteText(minutes[0])}`
      : `every hour at ${joined(minutes.map(minuteText))}`;
  }
  const hourStep = evenStep(hours, 24);
  if (minutes.length === 1 && hourStep !== null)
    return `every ${hourStep} hours from ${timeText((hours[0] ?? 0) * 60 + (minutes[0] ?? 0))}`;
  const inRow = hours.every((hour, index) => index === 0 || hour === (hours[index - 1] ?? 0) + 1);
  const often =
    step === null
      ? `at ${joined(minutes.map(minuteText))}`
      : step === 1
        ? "every minute"
        : `every ${step} minutes`;
  const first = (hours[0] ?? 0) * 60 + (minutes[0] ?? 0);
  const last = (hours.at(-1) ?? 0) * 60 + (minutes.at(-1) ?? 0);
  if (inRow && minutes.length === 1) return `every hour from ${timeText(first)} to ${timeText(last)}`;
  if (inRow) return `${often} from ${timeText(first)} to ${timeText(last)}`;
  return `${often} of the hours ${joined(hours.map((hour) => twoDigits(hour)))}`;
}

/** The step of values that go round a cycle evenly; null where they do not. */
function evenStep(values: readonly number[], cycle: number): number | null {
  const step = cycle / values.length;
  const even =
    values.length > 1 &&
    Number.isInteger(step) &&
    values.every((value, index) => value === (values[0] ?? 0) + index * step);
  return even ? step : null;
}

function startText([first = 0]: readonly number[]): string {
  return first === 0 ? "" : `, from ${minuteText(first)}`;
}

function minuteText(minute = 0): string {
  return `:${twoDigits(minute)}`;
}

/** `a, b and c`. */
export function joined(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
