import { attemptRequest } from "./attempt.ts";
import type { KnownInvocation } from "./invocation.ts";
import type { Lane } from "./lane.ts";
import type { Log } from "./log.ts";
import { messageOf } from "./message-of.ts";
import { buildRequest, type RequestTarget } from "./request.ts";
import { requestTarget } from "./request-target.ts";
import { type AttemptOutcome, decideRetry } from "./retry.ts";
import type { Run, RunResult, RunStatus } from "./run.ts";
import { answerFields, latenessOf, logOfRun, logResult, waitMessage } from "./run-log.ts";

/** An attempt with less time than this before the invocation's end does not start. */
const LEAST_ATTEMPT_MS = 5_000;

/** What a run has come to so far. */
interface Progress {
  /** Epoch ms at which the run had its first turn; null before. */
  startedAt: number | null;
  /** The attempt that is next or under way, from 1. */
  attempt: number;
  /** Attempts begun. */
  begun: number;
  lastOutcome: AttemptOutcome | null;
  /** Why the last attempt failed. */
  lastError: string | null;
}

interface Ended {
  readonly status: RunStatus;
  readonly error: string | null;
}

/** A turn either ends the run or says how long to wait before the next. */
type Turn = Ended | { readonly status: "waiting"; readonly delayMs: number };

/**
 * Runs a job to its result: attempts, and the waits between them. A place in the lane is held during an
 * attempt and not during a wait. Never throws: what goes wrong is in the result, and in the log.
 */
export async function executeRun(run: Run, lane: Lane, invocation: KnownInvocation): Promise<RunResult> {
  const { platform, configuration } = invocation;
  const log = logOfRun(run, invocation.log);
  const progress: Progress = { startedAt: null, attempt: 1, begun: 0, lastOutcome: null, lastError: null };
  const { status, error } = await runToEnd(run, lane, invocation, progress, log).catch(
    (bug: unknown): Ended => ({ status: "failed", error: `internal error: ${messageOf(bug)}` }),
  );
  const endedAt = platform.now();
  const startedAt = progress.startedAt ?? endedAt;
  const result: RunResult = {
    run,
    status,
    attempts: progress.begun,
    statusCode: progress.lastOutcome?.kind === "response" ? progress.lastOutcome.statusCode : null,
    startedAt,
    durationMs: endedAt - startedAt,
    error: error === null ? null : configuration.redact(error),
  };
  logResult(result, progress.lastOutcome, log);
  return result;
}

async function runToEnd(
  run: Run,
  lane: Lane,
  invocation: KnownInvocation,
  progress: Progress,
  log: Log,
): Promise<Ended> {
  const target = requestTarget(run, invocation);
  if ("error" in target) return { status: "failed", error: target.error };
  // A run by hand is wanted now. Others go on meanwhile: the wait holds no place in the lane.
  const { spreadDelayMs = 0 } = run.definition;
  if (run.trigger !== "manual" && spreadDelayMs > 0) await invocation.platform.sleep(spreadDelayMs);
  for (;;) {
    const turn = await lane(() => takeTurn(run, target, invocation, progress, log));
    if (turn.status !== "waiting") return turn;
    await invocation.platform.sleep(turn.delayMs);
  }
}

/** One turn in the lane: an attempt, if there is still time for it. */
async function takeTurn(
  run: Run,
  target: RequestTarget,
  invocation: KnownInvocation,
  progress: Progress,
  log: Log,
): Promise<Turn> {
  const { platform, configuration, runsEndAt } = invocation;
  const { attempt } = progress;
  const now = platform.now();
  progress.startedAt ??= now;
  const deadlineAt = progress.startedAt + run.definition.deadlineMs;
  if (runsEndAt - now < LEAST_ATTEMPT_MS) return dropped(progress);
  if (now > deadlineAt) {
    return {
      status: "failed",
      error: `${progress.lastError}; the run's deadline passed before its next turn`,
    };
  }

  const request = buildRequest(run, attempt, spanId(platform.uuid()), target);
  log.debug(`Job ${run.definition.name}: attempt ${attempt} begins`, {
    attempt,
    url: request.url,
    ...latenessOf(run, now),
  });
  progress.begun = attempt;
  const timeoutMs = Math.min(run.settings.timeoutMs, runsEndAt - now);
  const outcome = await attemptRequest(request, timeoutMs, platform, configuration.redact);

  const endedAt = platform.now();
  const state = { attempt, now: endedAt, deadlineAt };
  const decision = decideRetry(outcome, state, run.settings.retry, run.settings.success, platform.random);
  progress.lastOutcome = outcome;
  if (decision.action === "succeed") return { status: "succeeded", error: null };
  if (decision.action === "fail") return { status: "failed", error: decision.error };

  progress.lastError = decision.error;
  if (decision.countsAttempt) progress.attempt += 1;
  if (endedAt + decision.delayMs > runsEndAt - LEAST_ATTEMPT_MS) return dropped(progress);
  log.warn(waitMessage(run, attempt, decision), {
    attempt,
    duration: endedAt - now,
    error: decision.error,
    ...answerFields(outcome),
  });
  return { status: "waiting", delayMs: decision.delayMs };
}

function dropped({ lastError }: Progress): Ended {
  return {
    status: "dropped",
    error:
      lastError === null
        ? "the tick's time was up before it could start"
        : `${lastError}; the tick's time is up before the next attempt could start`,
  };
}

/** 16 hexadecimal digits of a UUID; the version digit among them keeps them from being all zero. */
function spanId(uuid: string): string {
  return uuid.replaceAll("-", "").slice(0, 16);
}
