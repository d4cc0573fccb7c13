import type { z } from "zod";
import { didYouMean, onlySpelling } from "./did-you-mean.ts";
import type { Problem, ScalarMeta } from "./scalar.ts";
import { kindOf, scalar, shown } from "./scalar.ts";

/** A text for people, on one or several lines, not empty. */
export function text(description: string): z.ZodType<string, string> {
  return textThat({ description }, (value) =>
    value.trim() === ""
      ? { code: "SCH104", message: "this text is empty", hint: "write it, or remove the key" }
      : null,
  );
}

/** A text with a form of its own. Reports SCH103 for anything but a text. */
export function textThat(
  meta: Omit<ScalarMeta, "type">,
  check: (value: string) => Problem | null,
): z.ZodType<string, string> {
  return scalar<string>({ type: "string", ...meta }, (value) => {
    if (typeof value === "string") return check(value);
    const quotable = typeof value === "number" || typeof value === "boolean";
    const hint = quotable ? `put quotes around it: "${value}"` : undefined;
    return { code: "SCH103", message: `this is ${kindOf(value)}, a text is needed`, hint };
  });
}

/** A name by a pattern. Reports SCH107. */
export function name(
  what: string,
  pattern: RegExp,
  allowed: string,
  description: string,
): z.ZodType<string, string> {
  return textThat({ pattern: pattern.source, description }, (value) =>
    pattern.test(value) ? null : { code: "SCH107", message: `${shown(value)} is no ${what}: ${allowed}` },
  );
}

/** One of a few words. Reports SCH104 with all of them. */
export function oneOf<const T extends string>(
  words: readonly T[],
  description: string,
  fallback?: T,
): z.ZodType<T, T> {
  return scalar<T>({ type: "string", enum: words, description, default: fallback }, (value) =>
    words.some((word) => word === value)
      ? null
      : {
          code: "SCH104",
          message: `${shown(value)} is not allowed here: write ${listed(words)}`,
          ...spelling(value, words),
        },
  );
}

/** What a misspelt word was most likely meant as, for a `Problem`. */
export function spelling(value: unknown, words: readonly string[]): Pick<Problem, "hint" | "replacement"> {
  if (typeof value !== "string") return {};
  return { hint: didYouMean(value, words), replacement: onlySpelling(value, words) };
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly default?: number;
}

/** A number in a range, both ends included. Reports SCH103 and SCH106. */
export function numberIn(description: string, range: NumberRange): z.ZodType<number, number> {
  const { min, max, whole = true } = range;
  const type = whole ? "integer" : "number";
  return scalar<number>(
    { type, minimum: min, maximum: max, description, default: range.default },
    (value) => {
      if (typeof value !== "number") {
        const hint =
          typeof value === "string" && /^\d+$/.test(value) ? `remove the quotes: ${value}` : undefined;
        return {
          code: "SCH103",
          message: `this is ${kindOf(value)}, a number from ${min} to ${max} is needed`,
          hint,
        };
      }
      if (value >= min && value <= max && (!whole || Number.isInteger(value))) return null;
      return {
        code: "SCH106",
        message: `${value} is out of range: ${whole ? "whole numbers" : "numbers"} from ${min} to ${max} are allowed`,
      };
    },
  );
}

export function flag(description: string, fallback: boolean): z.ZodType<boolean, boolean> {
  return scalar<boolean>({ type: "boolean", description, default: fallback }, (value) => {
    if (typeof value === "boolean") return null;
    const yes = /^(yes|on|1)$/i.test(String(value));
    const hint = yes || /^(no|off|0)$/i.test(String(value)) ? `write ${yes}` : undefined;
    return { code: "SCH103", message: `${shown(value)} is not allowed here: write true or false`, hint };
  });
}

/** `a`, `b` or `c`. */
export function listed(words: readonly (string | number)[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
