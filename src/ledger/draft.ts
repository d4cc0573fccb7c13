import type { Almanac, Job, JobSettings, ScheduleRule } from "../job-map.ts";
import type { LogFields } from "../log.ts";
import type { Platform } from "../platform.ts";
import { cronRunId } from "../run-id.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { nextDue } from "../schedule/next-due.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";
import { timeOfRunId } from "./cursor.ts";
import { newJob } from "./new-job.ts";
import type { Changes, OldRun, RunKey, Store } from "./store.ts";
import type { JobState, OpenRun, Resting, RunRow } from "./state.ts";

/** A job of the environment, as this release's job map has it. */
export interface WatchedJob {
  readonly key: string;
  readonly definition: Job;
  readonly settings: JobSettings;
  readonly lock: string;
  /** Empty where it is not scheduled. */
  readonly rules: readonly ScheduleRule[];
}

/** What the ledger watches. */
export interface Watch {
  readonly environment: string;
  readonly almanac: Almanac;
  /** Catch-ups at once, over all jobs. */
  readonly concurrency: number;
  /** In the file's order. */
  readonly jobs: ReadonlyMap<string, WatchedJob>;
}

/** Something for the log. */
export interface Note {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields & { readonly job: string };
}

/** What holds before a call, as committed. */
interface Books {
  readonly jobs: ReadonlyMap<string, JobState>;
  readonly open: readonly OpenRun[];
  readonly resting: Resting;
  /** Jobs that owe a run, and those with alerts to send: of thousands, mostly none. */
  readonly owing: ReadonlySet<string>;
  readonly alerting: ReadonlySet<string>;
  /** Runs in the history, over all jobs. */
  readonly kept: number;
}

/**
 * One call's changes, on top of what is committed. It reads as if they were made; nothing of it holds until it has been
 * written whole.
 */
export class Draft implements Changes {
  /** Epoch ms. */
  readonly now: number;
  readonly watch: Watch;
  readonly notes: Note[] = [];
  /** Runs of which the ledger itself decided what becomes of them: for analytics. */
  readonly decided: RunRow[] = [];
  readonly #before: Books;
  readonly #store: Store;
  readonly #jobs = new Map<string, JobState>();
  readonly #rows = new Map<string, RunRow>();
  readonly #pruned: RunKey[] = [];
  #openNow: readonly OpenRun[];
  #openIds: Set<string> | null = null;
  #writesOpen = false;
  #restingNow: Resting;

  /** A new UUID. */
  readonly uuid: () => string;

  constructor({ now, uuid }: Pick<Platform, "now" | "uuid">, watch: Watch, before: Books, store: Store) {
    this.now = now();
    this.uuid = uuid;
    this.watch = watch;
    this.#before = before;
    this.#store = store;
    this.#openNow = before.open;
    this.#restingNow = before.resting;
  }

  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    const hasNoRow = this.#jobs.size === 0 && this.#rows.size === 0 && this.#pruned.length === 0;
    return hasNoRow && !this.#writesOpen && this.resting === null;
  }

  get minute(): EpochMinute {
    return Math.floor(this.now / MINUTE_MS);
  }

  get jobs(): Iterable<JobState> {
    return this.#jobs.values();
  }

  get rows(): Iterable<RunRow> {
    return this.#rows.values();
  }

  get pruned(): Iterable<RunKey> {
    return this.#pruned;
  }

  get open(): readonly OpenRun[] | null {
    return this.#writesOpen ? this.#openNow : null;
  }

  get openRuns(): readonly OpenRun[] {
    return this.#openNow;
  }

  get resting(): Resting | null {
    return this.#restingNow === this.#before.resting ? null : this.#restingNow;
  }

  get restingNow(): Resting {
    return this.#restingNow;
  }

  setResting(resting: Resting): void {
    this.#restingNow = resting;
  }

  /** The jobs that have a state, and are no longer in the job map. */
  jobsGone(): JobState[] {
    const gone = [...this.#before.jobs.keys()].filter((key) => !this.watch.jobs.has(key));
    return gone.map((key) => this.job(key));
  }

  /** The jobs that owe a run. */
  jobsOwing(): JobState[] {
    return this.#among(this.#before.owing).filter(({ owed }) => owed.length > 0);
  }

  /** The jobs with alerts to send. */
  jobsAlerting(): JobState[] {
    return this.#among(this.#before.alerting).filter(({ pending }) => pending.length > 0);
  }

  #among(keys: ReadonlySet<string>): JobState[] {
    return [...new Set([...keys, ...this.#jobs.keys()])].map((key) => this.job(key));
  }

  /** Runs in the history, over all jobs. */
  get kept(): number {
    let sum = this.#before.kept;
    for (const { job, kept } of this.#jobs.values()) sum += kept - (this.#before.jobs.get(job)?.kept ?? 0);
    return sum;
  }

  /** The jobs whose runs under way are others than before, or whose state is. */
  changedJobs(): Set<string> {
    const changed = new Set(this.#jobs.keys());
    if (this.#openNow === this.#before.open) return changed;
    const now = new Set(this.#openNow);
    const before = new Set(this.#before.open);
    for (const run of this.#openNow) if (!before.has(run)) changed.add(run.job);
    for (const run of this.#before.open) if (!now.has(run)) changed.add(run.job);
    return changed;
  }

  /** A job's state; of one that is seen for the first time, as it begins. */
  job(key: string): JobState {
    return this.#jobs.get(key) ?? this.#before.jobs.get(key) ?? newJob(key, this.now);
  }

  change(key: string, changes: Partial<JobState>): void {
    this.#jobs.set(key, { ...this.job(key), ...changes });
  }

  /** The runs under way from here on. Those that only end need no write of their own: their row tells it. */
  setOpen(open: readonly OpenRun[], { isWritten }: { readonly isWritten: boolean }): void {
    this.#openNow = open;
    this.#openIds = null;
    this.#writesOpen ||= isWritten;
  }

  addOpen(run: OpenRun): void {
    const ids = this.#openIds;
    this.setOpen([...this.#openNow, run], { isWritten: true });
    this.#openIds = ids?.add(run.runId) ?? null;
  }

  isOpen(runId: string): boolean {
    this.#openIds ??= new Set(this.#openNow.map((run) => run.runId));
    return this.#openIds.has(runId);
  }

  addRow(row: RunRow): void {
    this.#rows.set(row.runId, row);
  }

  prune(key: RunKey): void {
    this.#pruned.push(key);
  }

  find(job: string, at: number, runId: string): RunRow | null {
    return this.#rows.get(runId) ?? this.#store.find(job, at, runId);
  }

  findById(job: string, runId: string): RunRow | null {
    const at = timeOfRunId(runId);
    return at === null
      ? (this.#rows.get(runId) ?? this.#store.findById(job, runId))
      : this.find(job, at, runId);
  }

  idsAt(job: string, at: number): string[] {
    return this.#store.idsAt(job, at);
  }

  oldest(job: string, count: number): OldRun[] {
    const gone = new Set(this.#pruned.filter((key) => key.job === job).map(({ runId }) => runId));
    return this.#store
      .oldest(job, count + gone.size)
      .filter(({ runId }) => !gone.has(runId))
      .slice(0, count);
  }

  /** The id of the run of a scheduled minute. */
  runIdAt(job: string, minute: EpochMinute): string {
    return cronRunId(this.watch.environment, job, minute * MINUTE_MS);
  }

  /** The first due minute after `after`; null where there is none. */
  nextDue(job: string, after: EpochMinute): EpochMinute | null {
    const rules = this.watch.jobs.get(job)?.rules ?? [];
    return nextDue(rules, after, this.watch.almanac);
  }
}
