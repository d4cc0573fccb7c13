import type { Example } from "./example.ts";
import { limitEntries } from "./entries/limits.ts";
import { meaningEntries } from "./entries/meaning.ts";
import { outputEntries } from "./entries/output.ts";
import { scheduleEntries } from "./entries/schedules.ts";
import { shapeEntries } from "./entries/shape.ts";
import { sourceEntries } from "./entries/source.ts";

/** What is known of a code. Codes are permanent: one that is no longer needed is retired, never used again. */
export interface Entry {
  readonly severity: "error" | "warning" | "info";
  /** A line for the list of codes. */
  readonly title: string;
  /** Why it matters and what to do, for the documentation. */
  readonly about: string;
  /** A file that has this problem. It is run as a test, and its answer is printed in the documentation. */
  readonly example: Example;
}

/**
 * Every diagnostic, by code: 0xx the file, 1xx its shape, 2xx schedules, 3xx what is meant, 4xx the account's
 * limits, 5xx the template, 6xx what is written. docs/diagnostics.md is made from it.
 */
export const catalogue = {
  ...sourceEntries,
  ...shapeEntries,
  ...scheduleEntries,
  ...meaningEntries,
  ...limitEntries,
  ...outputEntries,
} as const satisfies Record<`SCH${number}`, Entry>;

export type Code = keyof typeof catalogue;
