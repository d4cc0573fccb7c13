import type { AttemptRecord } from "./protocol.ts";

/** The attempts of a run from two tellings, of which the later may tell those of the earlier again. */
export function joinAttempts(
  earlier: readonly AttemptRecord[],
  later: readonly AttemptRecord[],
): readonly AttemptRecord[] {
  const told = new Set(later.map(({ startedAt }) => startedAt));
  return [...earlier.filter(({ startedAt }) => !told.has(startedAt)), ...later];
}
