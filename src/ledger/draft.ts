import type { PlannedRun } from "../execute-run.ts";
import type { LogFields } from "../log.ts";
import type { Platform } from "../platform.ts";
import { cronRunId } from "../run-id.ts";
import type { EpochMinute } from "../schedule/cron.ts";
import { nextDue } from "../schedule/next-due.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { timeOfRunId } from "./cursor.ts";
import { newJob } from "./new-job.ts";
import type { JobState, OpenRun, OwedRun, Resting, RunKey, RunRow } from "./state.ts";
import type { Changes, OldRun, Store } from "./store.ts";
import type { Watch } from "./watched-jobs.ts";

/** Something for the log. */
export interface Note {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields & { readonly job: string };
}

type ScheduledRun = Pick<RunRow, "job" | "runId" | "scheduledTime">;

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
  /** A new UUID. */
  readonly uuid: () => string;
  readonly watch: Watch;
  readonly notes: Note[] = [];
  /** Runs of which the ledger itself decided what becomes of them: for analytics. */
  readonly decided: RunRow[] = [];
  /** What the object itself is to execute, each list in lanes of its own. */
  readonly started: Array<readonly PlannedRun[]> = [];
  readonly #before: Books;
  readonly #store: Store;
  readonly #jobs = new Map<string, JobState>();
  readonly #rows = new Map<string, RunRow>();
  readonly #pruned: RunKey[] = [];
  #openNow: readonly OpenRun[];
  #openIds: Set<string> | null = null;
  #writesOpen = false;
  #restingNow: Resting;

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
    return flooredMinute(this.now);
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

  /** The jobs whose open runs or state this draft has changed. */
  changedJobs(): Set<string> {
    const changed = new Set(this.#jobs.keys());
    if (this.#openNow === this.#before.open) return changed;
    const before = new Set(this.#before.open);
    for (const { job } of before.symmetricDifference(new Set(this.#openNow))) changed.add(job);
    return changed;
  }

  /** A job's state; of one that is seen for the first time, as it begins. */
  job(key: string): JobState {
    return this.#jobs.get(key) ?? this.#before.jobs.get(key) ?? newJob(key, this.now);
  }

  change(key: string, changes: Partial<JobState>): void {
    this.#jobs.set(key, { ...this.job(key), ...changes });
  }

  /** What a job owes under a run id; undefined where that is not owed. */
  findOwed(job: string, runId: string): OwedRun | undefined {
    return this.job(job).owed.find(({ minute }) => this.runIdAt(job, minute) === runId);
  }

  removeOwed(job: string, owed: OwedRun): void {
    this.change(job, { owed: this.job(job).owed.filter((each) => each !== owed) });
  }

  addOpen(run: OpenRun): void {
    const ids = this.#openIds;
    this.#setOpen([...this.#openNow, run], { isWritten: true });
    this.#openIds = ids?.add(run.runId) ?? null;
  }

  replaceOpen(before: OpenRun, after: OpenRun): void {
    this.mapOpen((run) => (run === before ? after : run));
  }

  mapOpen(change: (run: OpenRun) => OpenRun): void {
    this.#setOpen(this.#openNow.map(change), { isWritten: true });
  }

  /** Takes one out. Where it has ended with a result, its row tells it, and the list need not be written. */
  removeOpen(open: OpenRun, how: { readonly isWritten: boolean }): void {
    const left = this.#openNow.filter((run) => run !== open);
    this.#setOpen(left, how);
  }

  /** Has the list of open runs written, whether this call changes it or not. */
  writeOpen(): void {
    this.#writesOpen = true;
  }

  #setOpen(open: readonly OpenRun[], { isWritten }: { readonly isWritten: boolean }): void {
    this.#openNow = open;
    this.#openIds = null;
    this.#writesOpen ||= isWritten;
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
    if (at !== null) return this.find(job, at, runId);
    return this.#rows.get(runId) ?? this.#store.findById(job, runId);
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

  /** The minute that a run is the scheduled one of; null where it is by hand, or repeats it under another id. */
  scheduledMinuteOf({ job, runId, scheduledTime }: ScheduledRun): EpochMinute | null {
    const minute = scheduledTime === null ? null : scheduledTime / MINUTE_MS;
    return minute !== null && this.runIdAt(job, minute) === runId ? minute : null;
  }

  /** The first due minute after `after`; null where there is none. */
  nextDue(job: string, after: EpochMinute): EpochMinute | null {
    const rules = this.watch.jobs.get(job)?.rules ?? [];
    return nextDue(rules, after, this.watch.almanac);
  }
}
