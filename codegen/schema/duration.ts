import type { z } from "zod";
import type { Problem } from "./scalar.ts";
import { scalar, shown } from "./scalar.ts";

/** A whole number and a unit, as written: `30s`. */
export type DurationText = string;

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const form = /^(\d{1,12})(ms|s|m|h|d)$/;

/** Milliseconds of a duration; null for a text that is none. */
export function durationMs(text: string): number | null {
  const match = form.exec(text);
  if (!match) return null;
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}

/** A duration as people write it, in the largest unit that divides it: 90000 is `90s`. */
export function durationText(ms: number): string {
  for (const unit of ["d", "h", "m", "s"] as const) {
    if (ms > 0 && ms % unitMs[unit] === 0) return `${ms / unitMs[unit]}${unit}`;
  }
  return `${ms}ms`;
}

export interface DurationRange {
  readonly min: DurationText;
  readonly max: DurationText;
  /** The unit that a bare number most likely means, for the hint. */
  readonly unit?: "s" | "m";
  readonly default?: DurationText;
  /** For editors, where there is no default; the least if left out. */
  readonly example?: DurationText;
  /** What to do with one that is out of range. */
  readonly hint?: string;
}

/** A duration from `min` to `max`, both included. Reports SCH105 (no duration) and SCH106 (out of range). */
export function duration(description: string, range: DurationRange): z.ZodType<DurationText, DurationText> {
  const meta = {
    type: "string",
    pattern: form.source,
    description: `${description} A whole number and a unit (ms, s, m, h, d), ${range.min} to ${range.max}.`,
    default: range.default,
    examples: [range.default ?? range.example ?? range.min],
  } as const;
  return scalar<DurationText>(meta, (value) => durationProblem(value, range));
}

function durationProblem(value: unknown, range: DurationRange): Problem | null {
  const { min, max, unit = "s", hint } = range;
  const ms = typeof value === "string" ? durationMs(value) : null;
  if (ms === null) {
    const sameLength = withUnit(value, unit);
    const fits = sameLength !== undefined && isInRange(durationMs(sameLength), range);
    const allowed = "a whole number with a unit (ms, s, m, h, d)";
    return {
      code: "SCH105",
      message: `${shown(value)} is no duration: write ${allowed}`,
      hint: durationHint(value, unit),
      replacement: fits ? sameLength : undefined,
    };
  }
  if (!isInRange(ms, range)) {
    return { code: "SCH106", message: `${shown(value)} is out of range: ${min} to ${max} are allowed`, hint };
  }
  return null;
}

function isInRange(ms: number | null, { min, max }: DurationRange): boolean {
  return ms !== null && ms >= (durationMs(min) ?? 0) && ms <= (durationMs(max) ?? Infinity);
}

const numberAndName = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/;

function durationHint(value: unknown, unit: "s" | "m"): string {
  const text = withUnit(value, unit);
  if (text !== undefined) return `write ${text}`;
  const [, number = "30"] = numberAndName.exec(String(value).trim()) ?? [];
  return `for example ${number}${unit}`;
}

/** The same length in a form that is one: a bare number gets its unit, `1.5h` becomes `90m`; undefined for what is no length. */
export function withUnit(value: unknown, unit: "s" | "m"): DurationText | undefined {
  const [, number, name = ""] = numberAndName.exec(String(value).trim()) ?? [];
  const known = longUnits.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
  if (number === undefined || (name !== "" && known === undefined)) return undefined;
  return durationText(Math.round(Number(number) * unitMs[known ?? unit]));
}

const longUnits = [
  [/^(ms|msecs?|millis(econds?)?|milliseconds?)$/, "ms"],
  [/^(s|secs?|seconds?)$/, "s"],
  [/^(m|mins?|minutes?)$/, "m"],
  [/^(h|hrs?|hours?)$/, "h"],
  [/^(d|days?)$/, "d"],
] as const;
