import { executeRun, type PlannedRun } from "./execute-run.ts";
import type { KnownInvocation } from "./invocation.ts";
import { createLane } from "./lane.ts";
import type { RunResult } from "./run.ts";
import type { RunBook } from "./run-book.ts";

/**
 * Runs them all, `concurrency` at once, starting in the order given; those that share a lock one after another.
 * Each result is told to the book as soon as it is there, and nothing waits for that. Results are in the order given.
 * @returns when all have ended; `recorded` when the book has heard of them all
 */
export async function executeRuns(
  runs: readonly PlannedRun[],
  invocation: KnownInvocation,
  book: RunBook | null,
): Promise<{ readonly results: RunResult[]; readonly recorded: Promise<unknown> }> {
  const lane = createLane(invocation.environment.concurrency);
  const lastOf = new Map<string, Promise<unknown>>();
  const recorded: Promise<unknown>[] = [];
  const underWay = runs.map((planned) => {
    const before = lastOf.get(planned.lock);
    const start = (): Promise<RunResult> => executeRun(planned, lane, invocation, book);
    const result = before === undefined ? start() : before.then(start);
    lastOf.set(planned.lock, result);
    return result.then((each) => {
      if (book !== null) recorded.push(book.record(each));
      return each;
    });
  });
  const results = await Promise.all(underWay);
  return { results, recorded: Promise.all(recorded) };
}
