import { durationText } from "../schema/duration.ts";
import type { Remark, Scheduler } from "./found.ts";
import { check } from "./found.ts";

const fields = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12 },
] as const;

/** A field other than the day of week, as this language takes it, and what has to be said of it. */
export interface ConvertedField {
  readonly text: string;
  readonly remarks: readonly Remark[];
}

/**
 * A field whose steps this language would refuse or read in another way: a step that is longer than the field, as in
 * `*\/90`, reaches its first value and no other.
 * @param index 0 = minute to 3 = month
 */
export function convertSteps(written: string, index: number, scheduler: Scheduler): ConvertedField {
  const field = fields[index];
  if (!field) return { text: written, remarks: [] };
  const remarks: Remark[] = [];
  const items = written.split(",").map((text) => {
    const match = /^(\*|\d+|[A-Za-z]{3})(-(?:\d+|[A-Za-z]{3}))?\/(\d+)$/.exec(text);
    if (!match) return text;
    const [, from = "", to, stepText] = match;
    const step = Number(stepText);
    if (step > field.max - field.min) {
      remarks.push(tooLong(text, field.name, step, scheduler));
      return from === "*" ? String(field.min) : from;
    }
    if (from !== "*" && to === undefined && scheduler !== "kubernetes" && scheduler !== "cloudflare")
      remarks.push(
        check(
          `\`${text}\` is a step after a single value, which not every cron takes: it is read as ${from}-${field.max}/${step}.`,
        ),
      );
    return text;
  });
  return { text: items.join(","), remarks };
}

function tooLong(text: string, name: string, step: number, scheduler: Scheduler): Remark {
  const minutes = name === "minute" ? step : name === "hour" ? step * 60 : 0;
  const meant =
    minutes > 0 && minutes < 1440 && 1440 % minutes === 0
      ? ` For a run every ${durationText(minutes * 60_000)} write { every: ${durationText(minutes * 60_000)} }.`
      : "";
  const now =
    scheduler === "cloudflare"
      ? "Cloudflare refuses it; others take its first value alone, as is written here"
      : "only its first value is ever reached";
  return check(`\`${text}\` is a step longer than the ${name} field: ${now}.${meant}`);
}
