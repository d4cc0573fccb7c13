import { executeRun, type PlannedRun } from "./execute-run.ts";
import type { KnownInvocation } from "./invocation.ts";
import { createLane, type Lane, laneOf } from "./lane.ts";
import type { Run, RunResult } from "./run.ts";
import type { RunBook } from "./run-book.ts";
import { logOfRun, logResult } from "./run-log.ts";

/**
 * Runs them all, `concurrency` at once, starting in the order given; those that share a lock one after another, and what
 * stands behind a run that the backend has accepted is left to the ledger, which starts it when the lock is free.
 * Each result is told to the book as soon as it is there, and nothing waits for that. Results are in the order given.
 * @param connections shared with others who execute runs in the same place; left out where nobody else does
 * @returns when all have ended; `recorded` when the book has heard of them all
 */
export async function executeRuns(
  runs: readonly PlannedRun[],
  invocation: KnownInvocation,
  book: RunBook | null,
  connections?: Lane,
): Promise<{ readonly results: RunResult[]; readonly recorded: Promise<unknown> }> {
  const places = createLane(invocation.environment.concurrency);
  const lane = connections === undefined ? places : laneOf(places, connections);
  const lastOf = new Map<string, Promise<unknown>>();
  const acceptedOf = new Map<string, Run>();
  const recorded: Promise<unknown>[] = [];
  const underWay = runs.map((planned) => {
    const before = lastOf.get(planned.lock);
    const start = async (): Promise<RunResult> => {
      const holder = acceptedOf.get(planned.lock);
      if (holder !== undefined && mustWait(planned)) return heldBack(planned, holder, invocation);
      const ended = await executeRun(planned, lane, invocation, book);
      if (ended.status === "running") acceptedOf.set(planned.lock, ended.run);
      return ended;
    };
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

/** Without a ledger, nobody would start it later. */
function mustWait({ run, leaseUntil }: PlannedRun): boolean {
  return leaseUntil !== null && run.settings.overlap !== "allow";
}

function heldBack({ run, lock, progress }: PlannedRun, holder: Run, invocation: KnownInvocation): RunResult {
  const { platform, log } = invocation;
  const now = platform.now();
  const error = `its lock ${lock} is held by ${holder.id}, which the backend works on`;
  const before = progress ?? { startedAt: null, attempt: 1, attempts: [] };
  const result: RunResult = {
    run,
    status: "deferred",
    attempts: before.attempts.at(-1)?.attempt ?? 0,
    attemptRecords: before.attempts,
    statusCode: null,
    startedAt: before.startedAt ?? now,
    durationMs: before.startedAt === null ? 0 : now - before.startedAt,
    error,
    progress: { ...before, lastError: error, resumeAt: now },
  };
  logResult(result, null, logOfRun(run, log));
  return result;
}
