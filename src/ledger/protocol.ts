/**
 * What the Worker and its ledger say to each other: plain data, over RPC. Both releases run while a deploy spreads, so
 * a call never changes its meaning, what is added to a question is optional, and who answers does not mind what it does
 * not know. `test/src/ledger/releases/` holds the calls of every release.
 *
 * All times are epoch milliseconds (`…At`, `…Time`) unless they are called minutes.
 */
import type { Overlap } from "../job-map.ts";
import type { AttemptRecord, Progress, RunStatus, RunTrigger } from "../run.ts";
import type { Acceptance, CompleteAnswer, CompleteRequest } from "./protocol-completion.ts";
import type { ManualRequest, ManualVerdict } from "./protocol-trigger.ts";

/** A due run that a tick wants to run. */
export interface RunClaim {
  readonly job: string;
  readonly runId: string;
  readonly scheduledTime: number;
  readonly correlationId: string;
  readonly lock: string;
  readonly overlap: Overlap;
  /** Why the file says that it does not run now; null where it does not say so. */
  readonly pausedBecause: string | null;
  /** How long after its time it may still start, in milliseconds. */
  readonly lateAfterMs: number;
  /** How long the run can go on from now, with what stands before it in its lane. */
  readonly leaseMs: number;
}

export interface ClaimRequest {
  /** Of this delivery of the tick: runs of one tick do not overlap each other. */
  readonly tick: string;
  readonly runs: readonly RunClaim[];
}

/** `run`, or what becomes of the run instead and why, in words. */
export type Verdict =
  | { readonly verdict: "run"; readonly leaseUntil: number }
  | { readonly verdict: "duplicate" | "skipped" | "waiting" | "missed"; readonly why: string };

/** In the order of the claims. */
export interface ClaimAnswer {
  readonly verdicts: readonly Verdict[];
}

/** What became of a run that was claimed, or of one that ran while the ledger did not answer. */
export interface RunRecord {
  readonly job: string;
  readonly runId: string;
  readonly tick: string;
  readonly correlationId: string;
  readonly trigger: RunTrigger;
  /** Null where the caller's own key names a run by hand. */
  readonly scheduledTime: number | null;
  readonly status: "succeeded" | "failed" | "dropped" | "deferred";
  readonly startedAt: number;
  readonly endedAt: number;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly attempts: readonly AttemptRecord[];
  /** Of a deferred run. */
  readonly progress?: Progress;
  /** Whoever executed it has alerted people, as the ledger did not answer for too long. */
  readonly isAlerted?: boolean;
}

export interface RenewRequest {
  readonly runId: string;
  readonly correlationId: string;
  readonly leaseUntil: number;
  /** The lease is the backend's: it has taken the run over, and nobody executes it any more. */
  readonly accepted?: Acceptance;
}

/** Something that happened to a run before its result. */
export interface RunEvent {
  readonly at: number;
  readonly status: RunStatus;
  readonly why: string;
}

/** A run as the history tells it. */
export interface RunView {
  readonly job: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly trigger: RunTrigger;
  readonly scheduledTime: number | null;
  readonly correlationId: string;
  /** Who asked for a run by hand: the name of a secret. */
  readonly by: string | null;
  /** When the ledger first heard of it. */
  readonly claimedAt: number;
  /** Null where no attempt was made, or it is not known. */
  readonly startedAt: number | null;
  /** Null while it is under way. */
  readonly endedAt: number | null;
  /** While the backend works on it: since when, and by when it is to be completed. */
  readonly acceptedAt?: number;
  readonly completeBy?: number;
  readonly statusCode: number | null;
  /** Why it did not succeed, or what it waits for. */
  readonly error: string | null;
  readonly attempts: readonly AttemptRecord[];
  readonly events: readonly RunEvent[];
}

export interface RunsQuery {
  readonly job?: string;
  readonly status?: RunStatus;
  /** 1 to 200. */
  readonly limit: number;
  /** A cursor of an earlier answer. */
  readonly before?: string;
}

export interface RunsPage {
  readonly runs: readonly RunView[];
  /** For the next page; null at the end. */
  readonly before: string | null;
  /** Of the job that was asked for: nothing is known of its schedule before. */
  readonly watchedSince?: number;
  /** Why what runs now is not written down; left out where it is. */
  readonly refusedBecause?: string;
}

/** A switch that someone threw on the running system. */
export interface LivePause {
  readonly since: number;
  /** Null: until it is resumed. */
  readonly until: number | null;
  readonly reason: string;
  /** Name of the secret that let the caller in. */
  readonly by: string;
  /** Who ended it before its time. */
  readonly resumedBy?: string;
}

/** What the ledger knows of a job beside its runs. */
export interface JobStanding {
  readonly job: string;
  /** False where it only runs by hand, or is switched off. */
  readonly isScheduled: boolean;
  /** When it began to watch the job as it is scheduled now. */
  readonly watchedSince: number;
  /** Everything up to this minute is settled. */
  readonly settledUntilMinute: number;
  /** The latest due minute that is unsettled beyond its grace, though nothing runs for it. */
  readonly overdueMinute: number | null;
  /** Newest first. */
  readonly pauses: readonly LivePause[];
  /** Since when its runs fail, and since when the cron does not bring it; null where all is well. */
  readonly failingSince: number | null;
  readonly missingSince: number | null;
  readonly totals: Totals;
}

/** Running sums since the ledger first saw the job. */
export interface Totals {
  /** Runs by what became of them in the end. */
  readonly runs: Readonly<Partial<Record<RunStatus, number>>>;
  /** Due minutes that no tick brought, and runs that were lost, made up or not. */
  readonly missed: number;
  readonly lost: number;
  /** Of runs that had an attempt. */
  readonly durationMs: number;
  readonly durations: number;
  /** From the scheduled time to the first attempt. */
  readonly latenessMs: number;
  readonly latenesses: number;
  /** When the last good run ended. */
  readonly lastSuccessAt: number | null;
}

export interface Standing {
  /** When the second clock looks next. */
  readonly alarmAt: number;
  /** Of the environment's jobs, in the file's order. */
  readonly jobs: readonly JobStanding[];
}

export interface PauseRequest {
  readonly job: string;
  readonly until: number | null;
  readonly reason: string;
  readonly by: string;
}

/** The object's calls. Each rejects with the storage's error, and then nothing has changed. */
export interface LedgerCalls {
  claim(request: ClaimRequest): Promise<ClaimAnswer>;
  /** Repeating it changes nothing. */
  record(record: RunRecord): Promise<void>;
  /** False where the run is no longer this caller's to go on with. */
  renew(request: RenewRequest): Promise<boolean>;
  /** Repeating it changes nothing. */
  complete(request: CompleteRequest): Promise<CompleteAnswer>;
  /** Starts runs by hand, in the object itself; they go on whether the caller stays or not. */
  trigger(request: ManualRequest): Promise<readonly ManualVerdict[]>;
  /** Waits until all of these runs have ended, at most `waitMs`. */
  results(runIds: readonly string[], waitMs: number): Promise<readonly RunView[]>;
  runs(query: RunsQuery): Promise<RunsPage>;
  run(runId: string): Promise<RunView | null>;
  /** Also sets the second clock going after a deploy. */
  standing(): Promise<Standing>;
  pause(request: PauseRequest): Promise<LivePause>;
  /** The pause that it ended; null where there was none. */
  resume(job: string, by: string): Promise<LivePause | null>;
}
