import type { Platform } from "../platform.ts";
import { historyTime } from "./cursor.ts";
import { Draft } from "./draft.ts";
import type { SqlDatabase } from "./migrations.ts";
import { withDefaults } from "./new-job.ts";
import type { JobState, OpenRun, Resting } from "./state.ts";
import { openStore, type Store } from "./store.ts";
import type { Watch } from "./watched-jobs.ts";

/**
 * What is committed: kept in memory, and read from the storage when the object starts. A change is made on a draft,
 * and holds once the draft has been written whole; where that fails, nothing has changed.
 */
export class Book {
  readonly store: Store;
  readonly #watch: Watch;
  readonly #platform: Pick<Platform, "now" | "uuid">;
  readonly #jobs = new Map<string, JobState>();
  readonly #owing = new Set<string>();
  readonly #alerting = new Set<string>();
  #kept = 0;
  #open: readonly OpenRun[];
  #resting: Resting;

  constructor(database: SqlDatabase, watch: Watch, platform: Pick<Platform, "now" | "uuid">) {
    this.store = openStore(database);
    this.#watch = watch;
    this.#platform = platform;
    for (const state of this.store.loadJobs()) this.#hold(withDefaults(state));
    this.#open = this.store.loadOpen().filter((run) => !hasEnded(this.store, run));
    this.#resting = this.store.loadResting();
  }

  draft(): Draft {
    const books = {
      jobs: this.#jobs,
      open: this.#open,
      resting: this.#resting,
      owing: this.#owing,
      alerting: this.#alerting,
      kept: this.#kept,
    };
    return new Draft(this.#platform, this.#watch, books, this.store);
  }

  /** @throws what the storage throws; then all is as it was */
  commit(draft: Draft): void {
    this.store.write(draft);
    for (const state of draft.jobs) this.#hold(state);
    this.#open = draft.openRuns;
    this.#resting = draft.restingNow;
  }

  #hold(state: JobState): void {
    const { job, owed, pending, kept } = state;
    this.#kept += kept - (this.#jobs.get(job)?.kept ?? 0);
    this.#jobs.set(job, state);
    mark(this.#owing, job, owed.length > 0);
    mark(this.#alerting, job, pending.length > 0);
  }
}

function mark(set: Set<string>, job: string, is: boolean): void {
  if (is) set.add(job);
  else set.delete(job);
}

/** The list of open runs is not written when one of them ends: its row in the history says so. */
function hasEnded(store: Store, run: OpenRun): boolean {
  const row = store.find(run.job, historyTime(run), run.runId);
  return row?.correlationId === run.correlationId;
}
