import { z } from "zod";

/** Index of the branch that the writer of a value most likely meant. */
export type BranchOf = (value: unknown) => number;

/**
 * A union that knows which branch a value was meant for. zod reports "no branch fits"; with `branchOf` only the
 * faults of the meant branch are shown (see explain-issue.ts, which reads the index from the issue's message).
 */
export function union<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  branches: T,
  branchOf: BranchOf,
) {
  return z.union(branches, { error: (issue) => String(branchOf(issue.input)) });
}

/** A map whose keys are all known. The names of the keys travel in the message, for "did you mean". */
export function map<const T extends z.core.$ZodLooseShape>(
  shape: T,
  known: readonly string[] = Object.keys(shape),
) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known.join(" ") : undefined),
  });
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
