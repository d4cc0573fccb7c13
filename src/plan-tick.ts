import { dueJobs, jobsDueAt } from "./due-jobs.ts";
import type { PlannedRun } from "./execute-run.ts";
import type { KnownInvocation } from "./invocation.ts";
import { lateAfterMs } from "./late-after.ts";
import { askLedger, LedgerUnavailable } from "./ledger/client.ts";
import { leasesMs } from "./ledger/lease.ts";
import { filePausedBecause } from "./ledger/pause.ts";
import type { RunClaim, Verdict } from "./ledger/protocol.ts";
import type { Job } from "./job-map.ts";
import type { Run, RunResult } from "./run.ts";
import { openRunBook, type RunBook } from "./run-book.ts";
import { cronRunId } from "./run-id.ts";
import { logOfRun, logResult } from "./run-log.ts";
import { MINUTE_MS } from "./scheduled-minute.ts";
import { lockOf, settingsOf } from "./settings.ts";
import type { TickEvent } from "./tick-event.ts";

/** What a tick is to do. */
interface TickPlan {
  readonly runs: readonly PlannedRun[];
  /** What is due and is not to run. */
  readonly notRun: readonly RunResult[];
  /** Null where there is none, or nothing is due. */
  readonly book: RunBook | null;
}

/** A tick, and the minute since 1970 that it is for. */
interface TickMinute extends Pick<TickEvent, "cron" | "ignoresLateness"> {
  readonly minute: number;
}

const NOTHING: TickPlan = { runs: [], notRun: [], book: null };

/**
 * Claims what is due at a minute; each run is given to one tick only. Where the ledger does not answer, the tick runs
 * what the map gives to its expression: due jobs run, possibly twice, under one Idempotency-Key.
 */
export async function planTick(
  { cron, minute, ignoresLateness = false }: TickMinute,
  invocation: KnownInvocation,
): Promise<TickPlan> {
  const { environment, almanac, platform, log } = invocation;
  const due = jobsDueAt(environment, almanac, minute);
  log.debug(due.length === 0 ? "Nothing is due" : `Due: ${due.map(([key]) => key).join(", ")}`, { cron });
  if (due.length === 0) return NOTHING;

  const tick = platform.uuid();
  const runs = due.map((job) => runOf(job, minute, invocation));
  const claims = claimsOf(runs, ignoresLateness, invocation);
  const book = openRunBook(tick, invocation, {
    record: (record) => askLedger(invocation, (ledger) => ledger.record(record)),
    renew: (request) => askLedger(invocation, (ledger) => ledger.renew(request)),
  });
  try {
    const { verdicts } = await askLedger(invocation, (ledger) => ledger.claim({ tick, runs: claims }));
    return planOf(runs, verdicts, book, invocation);
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    log.error("ledger unavailable: what is due runs all the same, possibly twice", {
      cron,
      error: error.message,
    });
    const known = new Set(dueJobs(environment, almanac, cron, minute).map(([key]) => key));
    return planWithout(
      runs.filter(({ job }) => known.has(job)),
      minute,
      error.isMissing ? null : book,
      invocation,
    );
  }
}

function runOf(
  [key, job]: [string, Job],
  minute: number,
  { environment, configuration, platform }: KnownInvocation,
): Run {
  const scheduledTime = minute * MINUTE_MS;
  return {
    job: key,
    definition: job,
    settings: settingsOf(job, environment.defaults),
    id: cronRunId(configuration.environmentName, key, scheduledTime),
    correlationId: platform.uuid(),
    trigger: "cron",
    scheduledTime,
  };
}

function claimsOf(
  runs: readonly Run[],
  ignoresLateness: boolean,
  { environment }: KnownInvocation,
): RunClaim[] {
  const leases = leasesMs(
    runs.map((run) => ({ ...run, lock: lockOf(run.job, run.definition) })),
    environment.concurrency,
  );
  return runs.map((run, index) => {
    const { job, id: runId, correlationId, definition, settings } = run;
    const scheduledTime = run.scheduledTime ?? 0;
    return {
      job,
      runId,
      scheduledTime,
      correlationId,
      lock: lockOf(run.job, run.definition),
      overlap: settings.overlap,
      pausedBecause: filePausedBecause(definition, scheduledTime / MINUTE_MS),
      lateAfterMs: ignoresLateness ? Number.MAX_SAFE_INTEGER : lateAfterMs(definition),
      leaseMs: leases[index] ?? 0,
    };
  });
}

function planOf(
  runs: readonly Run[],
  verdicts: readonly Verdict[],
  book: RunBook,
  invocation: KnownInvocation,
): TickPlan {
  const planned: PlannedRun[] = [];
  const notRun: RunResult[] = [];
  for (const [index, run] of runs.entries()) {
    const answer = verdicts[index];
    switch (answer?.verdict) {
      case "duplicate":
        logOfRun(run, invocation.log).info(`Job ${run.definition.name} is not run again`, {
          error: answer.why,
        });
        break;
      case "skipped":
      case "missed":
        notRun.push(notRunResult(run, answer.verdict, answer.why, invocation));
        break;
      case "waiting":
        notRun.push(notRunResult(run, "deferred", answer.why, invocation));
        break;
      default: {
        // A later release may know further words: what is not clearly to be left is run.
        const leaseUntil = answer?.leaseUntil ?? null;
        planned.push({ run, lock: lockOf(run.job, run.definition), leaseUntil, progress: null });
      }
    }
  }
  return { runs: planned, notRun, book };
}

/** Unclaimed: the results are told all the same, as the ledger may be back by then. */
function planWithout(
  runs: readonly Run[],
  minute: number,
  book: RunBook | null,
  invocation: KnownInvocation,
): TickPlan {
  const planned: PlannedRun[] = [];
  const notRun: RunResult[] = [];
  for (const run of runs) {
    const paused = filePausedBecause(run.definition, minute);
    if (paused !== null) notRun.push(notRunResult(run, "skipped", paused, invocation));
    else planned.push({ run, lock: lockOf(run.job, run.definition), leaseUntil: null, progress: null });
  }
  return { runs: planned, notRun, book };
}

function notRunResult(
  run: Run,
  status: "skipped" | "missed" | "deferred",
  error: string,
  { platform, log }: KnownInvocation,
): RunResult {
  const result: RunResult = {
    run,
    status,
    attempts: 0,
    attemptRecords: [],
    statusCode: null,
    startedAt: platform.now(),
    durationMs: 0,
    error,
  };
  logResult(result, null, logOfRun(run, log));
  return result;
}
