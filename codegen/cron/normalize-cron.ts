import type { Cron, CronField } from "../../src/schedule/cron.ts";
import { parseCron, printCron } from "../../src/schedule/cron.ts";

/** Shorthands of crontab that this language accepts, and what they are written out as. */
export const macros: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * SUN",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
};

/** The cron text that a macro stands for, in any case; undefined for any other text. */
export function macroCron(text: string): string | undefined {
  const name = text.toLowerCase();
  return Object.hasOwn(macros, name) ? macros[name] : undefined;
}

const parsed = new Map<string, Cron>();

/** Parses a cron text that has passed the checks; thousands of jobs share a few hundred texts. */
export function cronOf(text: string): Cron {
  let cron = parsed.get(text);
  if (!cron) {
    const result = parseCron(text);
    if (!result.ok)
      throw new Error(`cron text \`${text}\` should have been refused: ${result.errors[0]?.message}`);
    cron = result.cron;
    parsed.set(text, cron);
  }
  return cron;
}

/** The shortest text in the safe part of Cloudflare's dialect with this meaning: equal meaning, equal text. */
export function canonicalCron(text: string): string {
  return printCron(cronOf(text));
}

/**
 * A cron expression as it is handed to Cloudflare: the text that was written, blanks and case made even. Where
 * that text is outside the safe part of the dialect (a range that wraps), it is written another way.
 */
export function normalizeCron(written: string): string {
  const text = expandDays(macroCron(written) ?? written);
  const cron = cronOf(text);
  const wraps = cron.fields.some(({ items }) =>
    items.some((item) => item.kind === "range" && item.from.value > item.to.value),
  );
  return wraps
    ? printCron(cron)
    : cron.fields
        .map((field) => fieldText(text, field))
        .join(" ")
        .toUpperCase();
}

function fieldText(text: string, { start, end }: CronField): string {
  return text.slice(start, end);
}

/** A day field that names every day is `*` to a person; to Cloudflare it is a restriction (saffron `Cron::contains`). */
export function expandDays(text: string): string {
  return text
    .split(/[ \t]+/)
    .map((field, index) =>
      field === "*/1" || (index === 2 && field === "1-31") || (index === 4 && /^SUN-SAT$/i.test(field))
        ? "*"
        : field,
    )
    .join(" ");
}
