/** The words of syntax errors: what is wrong, what was written, what is allowed. */

import type { FieldSpec } from "./cron-fields.ts";

const FIELD_ORDER = "minute, hour, day of month, month, day of week";
/** What is quoted of a long text. */
const QUOTE_LENGTH = 40;

export function emptyExpression(): string {
  return `the expression is empty: it needs five fields, ${FIELD_ORDER}`;
}

export function wrongFieldCount(count: number, text: string): string {
  const found = `${count} ${count === 1 ? "field" : "fields"} where cron has five: ${FIELD_ORDER}`;
  if (/[,/-][ \t]|[ \t][,/-]/.test(text)) return `${found}; no blank may stand inside a field`;
  return count > 5 ? `${found}; there are no seconds and no years` : found;
}

export function outerBlank(side: "before" | "after"): string {
  return `a blank ${side} the expression: it begins with the minute and ends with the day of week`;
}

export function foreignBlank(): string {
  return "only spaces and tabs may stand between fields, not a line break or another kind of blank";
}

export function outOfRange(spec: FieldSpec, written: string): string {
  return `${spec.label} ${quote(written)} is out of range: ${spec.allowed}`;
}

export function noValue(spec: FieldSpec, written: string): string {
  if (written === "") return `the ${spec.label} is missing: ${spec.allowed}`;
  if (written === "?") return "`?` is not part of this dialect: write `*`";
  if (hasDayLetters(spec) && /^(l|lw|w)$/i.test(written)) {
    return `${quote(written)} is no ${spec.label}: ${dayForms(spec)}, in upper case`;
  }
  return `${quote(written)} is no ${spec.label}: ${spec.allowed}`;
}

/** A word that begins with a name and goes on. */
export function badName(spec: FieldSpec, written: string): string {
  const name = written.slice(0, 3);
  if (spec.name === "dayOfWeek" && written === `${name}l`) return lowerCase("l", name);
  return `${quote(written)} is no ${spec.label}: names have three letters, ${quote(name)}`;
}

export function lonelyStar(written: string): string {
  return `only a step can follow \`*\`, not ${quote(written)}: write \`*\` alone, \`*/n\`, or the values`;
}

export function starAsEnd(spec: FieldSpec): string {
  return `a range can't end in \`*\`: write its last ${spec.label}, ${spec.allowed}`;
}

export function badNumber(what: string, written: string, min: number, max: number): string {
  const allowed = `${min} to ${max}`;
  if (written === "") return `the ${what} is missing: ${allowed}`;
  if (/^\d+$/.test(written)) return `${quote(written)} is out of range for the ${what}: ${allowed}`;
  return `${quote(written)} stands where the ${what} belongs: ${allowed}`;
}

export function notInList(written: string): string {
  return `${quote(written)} must be the whole field: it can't stand in a list`;
}

export function unexpected(spec: FieldSpec, written: string, before: string): string {
  if (hasDayLetters(spec) && /^[lw]$/.test(written)) return lowerCase(written, before);
  const special = hasDayLetters(spec) ? `, or ${dayForms(spec)} as the whole field` : "";
  return `${quote(written)} can't follow ${quote(before)}: allowed are values, \`a-b\`, \`a/n\`, \`a-b/n\`, and lists of them${special}`;
}

function lowerCase(letter: string, before: string): string {
  return `${quote(letter)} after ${quote(before)} must be in upper case`;
}

/** Whether the field knows `L`, `W` or `#`. */
function hasDayLetters(spec: FieldSpec): boolean {
  return spec.name === "dayOfMonth" || spec.name === "dayOfWeek";
}

function dayForms(spec: FieldSpec): string {
  return spec.name === "dayOfMonth" ? "`L`, `L-3`, `LW`, `L-3W` or `15W`" : "`L`, `FRIL` or `MON#2`";
}

/** Characters that can't be seen are written out: they would puzzle a reader, or disturb a terminal. */
function quote(text: string): string {
  const shown = text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
  return `\`${shown.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, codePointText)}\``;
}

function codePointText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
