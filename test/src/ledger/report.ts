import type { RunView } from "../../../src/ledger/protocol.ts";

/** Runs by status. */
export function tally(runs: readonly Pick<RunView, "status">[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of runs) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Prints what a case measured: the figures are what the fault suite is read for. */
export function report(what: string, figures: object): void {
  // oxlint-disable-next-line no-console
  console.info(`${what}: ${JSON.stringify(figures)}`);
}
