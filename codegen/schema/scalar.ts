import { z } from "zod";
import type { Code } from "../diagnostics/catalogue.ts";

/** What a check found wrong with a value. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  /** What to write in the value's place, where that is sure: for `check --fix`. */
  readonly replacement?: string;
}

/** How editors show a scalar: a JSON Schema fragment and a sentence. */
export interface ScalarMeta {
  readonly type: "string" | "integer" | "number" | "boolean" | readonly string[];
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number)[];
  readonly format?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

/**
 * A scalar whose check says in its own words what is wrong. zod's own formats know neither our codes nor our
 * hints, so the check carries them in the issue's `params`. `continue: false`, as a union takes a branch whose issues
 * may continue for the only one that was meant.
 */
export function scalar<T extends string | number | boolean>(
  meta: ScalarMeta,
  check: (value: unknown) => Problem | null,
): z.ZodType<T, T> {
  return z
    .custom<T>()
    .superRefine((value, context) => {
      // A key that is missing is reported as such, not as a value of the wrong form.
      if (value === undefined) {
        context.addIssue({ code: "invalid_type", expected: "string", input: value, continue: false });
        return;
      }
      const problem = check(value);
      if (problem)
        context.addIssue({
          code: "custom",
          params: { ...problem },
          message: problem.message,
          input: value,
          continue: false,
        });
    })
    .meta({ ...meta });
}

/** A value as people wrote it, short enough for a message. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

/** What kind of value something is, in a person's words. */
export function kindOf(value: unknown): string {
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string") return "a text";
  return typeof value === "number" ? "a number" : "true or false";
}
