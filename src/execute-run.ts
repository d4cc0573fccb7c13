import { attemptRequest } from "./attempt.ts";
import { formatDuration } from "./format-duration.ts";
import type { KnownInvocation } from "./invocation.ts";
import type { Lane } from "./lane.ts";
import { leaseForWaitMs, leaseToEnd } from "./ledger/lease.ts";
import type { Log } from "./log.ts";
import { messageOf } from "./message-of.ts";
import { buildRequest, type RequestTarget } from "./request.ts";
import { requestTarget } from "./request-target.ts";
import { type AttemptOutcome, decideRetry } from "./retry.ts";
import type { AttemptRecord, Progress, Run, RunResult, RunStatus } from "./run.ts";
import type { RunBook } from "./run-book.ts";
import { answerFields, latenessOf, logOfRun, logResult, waitMessage } from "./run-log.ts";

/** An attempt with less time than this before the invocation's end does not start. */
const LEAST_ATTEMPT_MS = 5_000;

/** So many attempts of a run are remembered one by one. */
const MOST_ATTEMPTS_KEPT = 50;

/** A run that is to be executed now. */
export interface PlannedRun {
  readonly run: Run;
  /** Runs that share a lock are executed one after another. */
  readonly lock: string;
  /** Until when the ledger takes it for going on, in epoch ms; null where no ledger has it. */
  readonly leaseUntil: number | null;
  /** Where a deferred run goes on; null of one that begins. */
  readonly progress: Progress | null;
}

/** What a run has come to so far. */
interface State {
  /** Epoch ms at which the run had its first turn; null before. */
  startedAt: number | null;
  /** The attempt that is next or under way, from 1. */
  attempt: number;
  /** Attempts begun. */
  begun: number;
  readonly attempts: AttemptRecord[];
  lastOutcome: AttemptOutcome | null;
  /** Why the last attempt failed. */
  lastError: string | null;
  leaseUntil: number | null;
}

interface Ended {
  readonly status: RunStatus;
  readonly error: string | null;
  /** Of a deferred run. */
  readonly resumeAt?: number;
  /** Of one that the backend has taken over. */
  readonly completeBy?: number;
}

/** A turn either ends the run or says how long to wait before the next. */
type Turn = Ended | { readonly status: "waiting"; readonly delayMs: number; readonly error: string };

/**
 * Runs a job to its result: attempts, and the waits between them. A place in the lane is held during an
 * attempt and not during a wait. Never throws: what goes wrong is in the result, and in the log.
 * @param book asked for a longer lease before a wait that could outlast it; null where no ledger has the run
 */
export async function executeRun(
  planned: PlannedRun,
  lane: Lane,
  invocation: KnownInvocation,
  book: RunBook | null,
): Promise<RunResult> {
  const { run } = planned;
  const { platform, configuration } = invocation;
  const log = logOfRun(run, invocation.log);
  const state = stateAtStart(planned);
  const ended = await runToEnd(planned, lane, invocation, book, state, log).catch((bug: unknown): Ended => ({
    status: "failed",
    error: `internal error: ${messageOf(bug)}`,
  }));
  const { status, error, resumeAt, completeBy } = ended;
  const endedAt = platform.now();
  const startedAt = state.startedAt ?? endedAt;
  const result: RunResult = {
    run,
    status,
    attempts: state.begun,
    attemptRecords: state.attempts,
    statusCode: state.lastOutcome?.kind === "response" ? state.lastOutcome.statusCode : null,
    startedAt,
    durationMs: endedAt - startedAt,
    error: error === null ? null : configuration.redact(error),
    ...(resumeAt !== undefined && { progress: progressOf(state, resumeAt, configuration.redact) }),
    ...(completeBy !== undefined && { completeBy }),
  };
  logResult(result, state.lastOutcome, log);
  return result;
}

/** Of a run that begins, or goes on where it was deferred. */
function stateAtStart({ progress, leaseUntil }: PlannedRun): State {
  return {
    startedAt: progress?.startedAt ?? null,
    attempt: progress?.attempt ?? 1,
    begun: progress?.attempts.at(-1)?.attempt ?? 0,
    attempts: [...(progress?.attempts ?? [])],
    lastOutcome: null,
    lastError: progress?.lastError ?? null,
    leaseUntil,
  };
}

function progressOf(state: State, resumeAt: number, redact: (text: string) => string): Progress {
  const { startedAt, attempt, attempts, lastError } = state;
  return { startedAt, attempt, attempts, lastError: lastError === null ? null : redact(lastError), resumeAt };
}

async function runToEnd(
  { run, progress }: PlannedRun,
  lane: Lane,
  invocation: KnownInvocation,
  book: RunBook | null,
  state: State,
  log: Log,
): Promise<Ended> {
  const target = requestTarget(run, invocation);
  if ("error" in target) return { status: "failed", error: target.error };
  // A run by hand is wanted now. Others go on meanwhile: the wait holds no place in the lane.
  const { spreadDelayMs = 0 } = run.definition;
  if (run.trigger !== "manual" && progress === null && spreadDelayMs > 0) {
    await invocation.platform.sleep(spreadDelayMs);
  }
  for (;;) {
    const turn = await lane(() => takeTurn(run, target, invocation, state, log));
    if (turn.status !== "waiting") return turn;
    if (!(await isLeased(run, turn.delayMs, invocation, book, state))) {
      return {
        status: "failed",
        error: `${turn.error}; the wait of ${formatDuration(turn.delayMs)} outlasts the run's lease, and the ledger did not renew it`,
      };
    }
    await invocation.platform.sleep(turn.delayMs);
  }
}

/** One turn in the lane: an attempt, if there is still time for it. */
async function takeTurn(
  run: Run,
  target: RequestTarget,
  invocation: KnownInvocation,
  state: State,
  log: Log,
): Promise<Turn> {
  const { platform, configuration, runsEndAt } = invocation;
  const { attempt } = state;
  const now = platform.now();
  if (runsEndAt - now < LEAST_ATTEMPT_MS) return outOfTime(state, now);
  state.startedAt ??= now;
  const deadlineAt = state.startedAt + run.definition.deadlineMs;
  if (now > deadlineAt) {
    return { status: "failed", error: `${state.lastError}; the run's deadline passed before its next turn` };
  }

  const spanId = spanIdOf(platform.uuid());
  const request = await buildRequest(run, { number: attempt, spanId, startedAt: now }, target);
  log.debug(`Job ${run.definition.name}: attempt ${attempt} begins`, {
    attempt,
    url: request.url,
    ...latenessOf(run, now),
  });
  state.begun = attempt;
  const timeoutMs = Math.min(run.settings.timeoutMs, runsEndAt - now);
  const outcome = await attemptRequest(request, timeoutMs, platform, configuration.redact);

  const endedAt = platform.now();
  const at = { attempt, now: endedAt, deadlineAt };
  const decision = decideRetry(outcome, at, run.settings.retry, run.settings.success, platform.random);
  state.lastOutcome = outcome;
  state.attempts.push({
    attempt,
    startedAt: now,
    durationMs: endedAt - now,
    statusCode: outcome.kind === "response" ? outcome.statusCode : null,
    error: decision.action === "succeed" ? null : configuration.redact(decision.error),
  });
  // The first and the last: a run that is waited out for hours asks thousands of times.
  state.attempts.splice(1, state.attempts.length - MOST_ATTEMPTS_KEPT);
  if (decision.action === "succeed") return afterSuccess(run, outcome, endedAt);
  if (decision.action === "fail") return { status: "failed", error: decision.error };

  state.lastError = decision.error;
  if (decision.countsAttempt) state.attempt += 1;
  if (endedAt + decision.delayMs > runsEndAt - LEAST_ATTEMPT_MS) {
    return outOfTime(state, endedAt + decision.delayMs);
  }
  log.warn(waitMessage(run, attempt, decision), {
    attempt,
    duration: endedAt - now,
    error: decision.error,
    ...answerFields(outcome),
  });
  return { status: "waiting", delayMs: decision.delayMs, error: decision.error };
}

/** The answer ends the run, unless the backend has only taken the work over and is to say how that ends. */
function afterSuccess({ definition }: Run, outcome: AttemptOutcome, answeredAt: number): Ended {
  const isAccepted = outcome.kind === "response" && outcome.statusCode === 202;
  if (!isAccepted || definition.completion === undefined) return { status: "succeeded", error: null };
  return { status: "running", error: null, completeBy: answeredAt + definition.completion.withinMs };
}

/** Whether the ledger takes the run for going on until its end, if it waits so long first. */
async function isLeased(
  run: Run,
  delayMs: number,
  { platform, runsEndAt }: KnownInvocation,
  book: RunBook | null,
  state: State,
): Promise<boolean> {
  if (book === null || state.leaseUntil === null) return true;
  // After a longer wait than any that the lease was reckoned from, others of the tick may be in the lane.
  const isLonger = delayMs > run.settings.retry.maxDelayMs;
  const endsAt = platform.now() + leaseForWaitMs(run, state.attempt, delayMs);
  if (!isLonger && endsAt <= state.leaseUntil) return true;
  const neededUntil = leaseToEnd(runsEndAt);
  if (neededUntil <= state.leaseUntil) return true;
  const isRenewed = await book.renew(run, neededUntil);
  if (isRenewed === true) state.leaseUntil = neededUntil;
  // Where nobody answers, the lease that there is has to do.
  return isRenewed ?? endsAt <= state.leaseUntil;
}

/** The invocation ends before the next attempt: the ledger goes on with it, or nobody does. */
function outOfTime({ lastError, leaseUntil }: State, resumeAt: number): Ended {
  const why =
    lastError === null
      ? "the tick's time was up before it could start"
      : `${lastError}; the tick's time is up before the next attempt could start`;
  return leaseUntil === null
    ? { status: "dropped", error: why }
    : { status: "deferred", error: why, resumeAt };
}

/** 16 hexadecimal digits of a UUID; the version digit among them keeps them from being all zero. */
function spanIdOf(uuid: string): string {
  return uuid.replaceAll("-", "").slice(0, 16);
}
