import { isKnownTrigger } from "./due-jobs.ts";
import { executeRuns } from "./execute-runs.ts";
import {
  type Invocation,
  type KnownInvocation,
  logProblems,
  unknownEnvironment,
  withEnvironment,
} from "./invocation.ts";
import { isoTime } from "./iso-time.ts";
import { messageOf } from "./message-of.ts";
import { type Alert, alertsWithoutMemory } from "./notify/alert.ts";
import { sendAnalytics } from "./notify/analytics.ts";
import { callHeartbeat } from "./notify/heartbeat.ts";
import { sendSlackAlerts } from "./notify/slack.ts";
import { planTick } from "./plan-tick.ts";
import { isFailure, type RunResult } from "./run.ts";
import { parseCron } from "./schedule/cron.ts";
import type { RunBook } from "./run-book.ts";
import { flooredMinute, MINUTE_MS, scheduledMinute } from "./scheduled-minute.ts";
import type { TickEvent } from "./tick-event.ts";
import { isUp, withTimeout } from "./timeout.ts";

/** How long the ledger may take to take the results of a tick, before others alert of them. */
const LEDGER_MAY_TAKE_MS = MINUTE_MS;

/**
 * Runs what is due at one tick, tells the sinks, and calls the heartbeat. A failed run is a result, not a
 * throw; see `failureOf`.
 *
 * @throws when `ENVIRONMENT` is not in the job map, or on a bug of ours: both are in the log too
 */
export async function tick(event: TickEvent, invocation: Invocation): Promise<RunResult[]> {
  logProblems(invocation);
  const known = withEnvironment(invocation);
  if (!known) throw new Error(unknownEnvironment(invocation.configuration));
  let ended: Ended;
  try {
    ended = await runDue(event, known);
  } catch (error) {
    invocation.log.error("The tick ended with an internal error", {
      cron: event.cron,
      error: messageOf(error),
    });
    await callHeartbeat(known);
    throw error;
  }
  // The heartbeat says that the cron is alive, so it does not wait for the ledger.
  await Promise.all([ended.told, callHeartbeat(known)]);
  return ended.results;
}

interface Ended {
  readonly results: RunResult[];
  /** Resolves when the ledger and the sinks have heard of them, or can't. */
  readonly told: Promise<unknown>;
}

async function runDue(event: TickEvent, invocation: KnownInvocation): Promise<Ended> {
  const minute = minuteOf(event, invocation);
  warnOfUnknownTrigger(event, minute, invocation);
  const { runs, notRun, book } = await planTick({ ...event, minute }, invocation);
  const { results, recorded } = await executeRuns(runs, invocation, book);
  const all = [...notRun, ...results];
  return {
    results: all,
    told: Promise.all([sendAnalytics(all, invocation), alert(all, recorded, book, invocation)]),
  };
}

/**
 * The ledger alerts of what it is told. Where it does not take that for a minute, whoever is here does, and once more at the
 * end, if the sinks did not take it either.
 */
async function alert(
  all: readonly RunResult[],
  recorded: Promise<unknown>,
  book: RunBook | null,
  invocation: KnownInvocation,
): Promise<void> {
  const send = (results: readonly RunResult[]): Promise<readonly Alert[]> =>
    sendSlackAlerts(alertsWithoutMemory(results), invocation);
  if (book === null) return void (await send(all));
  const sendUntold = async (): Promise<void> => {
    const taken = await send(book.untold());
    book.noteAlerted(taken.map(({ alert: { run } }) => run.correlationId));
  };
  await withTimeout(invocation.platform, LEDGER_MAY_TAKE_MS, (signal) =>
    Promise.race([recorded, isUp(signal)]),
  );
  await sendUntold();
  await recorded;
  await sendUntold();
}

/** One error that names every job that failed; null where none did. */
export function failureOf(
  results: readonly RunResult[],
  { configuration }: Invocation,
): AggregateError | null {
  const failed = results.filter(({ status }) => isFailure(status));
  if (failed.length === 0) return null;
  const errors = failed.map(({ run, status, error }) => new Error(`${run.job} ${status}: ${error}`));
  const names = failed.map(({ run }) => run.job).join(", ");
  const message = `${failed.length} of ${results.length} jobs did not succeed: ${names}`;
  return new AggregateError(errors, configuration.redact(message));
}

function warnOfUnknownTrigger({ cron }: TickEvent, minute: number, invocation: KnownInvocation): void {
  const { environment, log, platform } = invocation;
  if (isKnownTrigger(environment, cron)) return;
  const scheduledTime = minute * MINUTE_MS;
  log.warn(
    "The expression is not in the job map, so every job was asked whether it is due: it is left from the last deploy",
    { cron, scheduledTime: isoTime(scheduledTime), lateness: platform.now() - scheduledTime },
  );
}

/** The minute that the tick is for, since 1970. */
function minuteOf({ cron, scheduledTime }: TickEvent, { log }: KnownInvocation): number {
  const parsed = parseCron(cron);
  const minute = parsed.ok ? scheduledMinute(parsed.cron, scheduledTime) : null;
  if (minute !== null) return minute;
  log.warn("No minute near the scheduled time matches the expression, so the time is taken as it is", {
    cron,
    scheduledTime: isoTime(scheduledTime),
  });
  return flooredMinute(scheduledTime);
}
