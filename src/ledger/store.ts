import type { RunStatus, RunTrigger } from "../run.ts";
import type { RunsQuery } from "./protocol.ts";
import { compareKeys } from "./cursor.ts";
import { migrate, type SqlDatabase } from "./migrations.ts";
import type { JobState, OpenRun, Resting, RunKey, RunRow } from "./state.ts";

/** What one call changes, to be written in one transaction. */
export interface Changes {
  readonly jobs: Iterable<JobState>;
  /** Null where it stays as it is. */
  readonly open: readonly OpenRun[] | null;
  /** Null where it stays as it is. */
  readonly resting: Resting | null;
  readonly rows: Iterable<RunRow>;
  readonly pruned: Iterable<RunKey>;
}

/** What says whether a run may go from the history. */
export type OldRun = RunKey & Pick<RunRow, "endedAt">;

/** The ledger's tables. */
export interface Store {
  readonly loadJobs: () => JobState[];
  readonly loadOpen: () => readonly OpenRun[];
  readonly loadResting: () => Resting;
  readonly write: (changes: Changes) => void;
  readonly find: (job: string, at: number, runId: string) => RunRow | null;
  /** For a run whose id holds no time (the caller's own Idempotency-Key). */
  readonly findById: (job: string, runId: string) => RunRow | null;
  /** Ids of one job at one time, in their order. */
  readonly idsAt: (job: string, at: number) => string[];
  /** The oldest runs of a job, at most `count`. */
  readonly oldest: (job: string, count: number) => OldRun[];
  /** Newest first, after the key `before`. */
  readonly list: (query: Omit<RunsQuery, "before"> & { readonly before: RunKey | null }) => RunRow[];
}

/** Opens the tables in a Durable Object's storage, brought to the newest schema. */
export function openStore(database: SqlDatabase): Store {
  const { sql, transactionSync } = database;
  migrate(database);
  /** What there is one of, as JSON. */
  const load = (key: string): unknown => {
    const [row] = sql.exec<{ value: string }>("SELECT value FROM ledger WHERE key = ?", key).toArray();
    return row === undefined ? null : JSON.parse(row.value);
  };
  const save = (key: string, value: unknown): void => {
    if (value !== null) sql.exec(UPSERT_VALUE, key, JSON.stringify(value));
  };
  const find: Store["find"] = (job, at, runId) =>
    first(sql.exec<Columns>("SELECT * FROM runs WHERE job = ? AND at = ? AND run_id = ?", job, at, runId));
  return {
    loadJobs: () =>
      sql
        .exec<{ state: string }>("SELECT state FROM jobs")
        .toArray()
        .map(({ state }) => JSON.parse(state) as JobState),
    loadOpen: () => (load("open") ?? []) as OpenRun[],
    loadResting: () => (load("resting") ?? {}) as Resting,
    write: ({ jobs, open, resting, rows, pruned }) =>
      transactionSync(() => {
        for (const row of rows) sql.exec(UPSERT_RUN, ...valuesOf(row));
        for (const state of jobs) {
          sql.exec(
            "INSERT INTO jobs (job, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
            state.job,
            JSON.stringify(state),
          );
        }
        save("open", open);
        save("resting", resting);
        for (const { job, at, runId } of pruned) {
          sql.exec("DELETE FROM runs WHERE job = ? AND at = ? AND run_id = ?", job, at, runId);
        }
      }),
    find,
    findById: (job, runId) =>
      first(sql.exec<Columns>("SELECT * FROM runs WHERE job = ? AND run_id = ?", job, runId)),
    idsAt: (job, at) =>
      sql
        .exec<{ run_id: string }>("SELECT run_id FROM runs WHERE job = ? AND at = ? ORDER BY run_id", job, at)
        .toArray()
        .map(({ run_id }) => run_id),
    oldest: (job, count) =>
      sql
        .exec<KeyColumns & { ended_at: number }>(
          "SELECT job, at, run_id, ended_at FROM runs WHERE job = ? ORDER BY at, run_id LIMIT ?",
          job,
          count,
        )
        .toArray()
        .map((columns) => ({ ...keyOf(columns), endedAt: columns.ended_at })),
    list: ({ job, limit, ...query }) => {
      const jobs = job === undefined ? jobNames(sql) : [job];
      // The key begins with the job: the newest of each are found without a look at the others.
      return jobs
        .flatMap((each) => newestKeys(sql, { ...query, job: each, limit }))
        .toSorted((a, b) => compareKeys(b, a))
        .slice(0, limit)
        .map((key) => find(key.job, key.at, key.runId))
        .filter((row) => row !== null);
    },
  };
}

type KeyColumns = { readonly job: string; readonly at: number; readonly run_id: string };

function keyOf({ job, at, run_id: runId }: KeyColumns): RunKey {
  return { job, at, runId };
}

function jobNames(sql: SqlStorage): string[] {
  return sql
    .exec<{ job: string }>("SELECT job FROM jobs")
    .toArray()
    .map(({ job }) => job);
}

/** Of one job, newest first. */
function newestKeys(
  sql: SqlStorage,
  { job, status, before, limit }: Parameters<Store["list"]>[0] & { readonly job: string },
): RunKey[] {
  const { at, job: beforeJob, runId } = before ?? { at: Number.MAX_SAFE_INTEGER, job: "", runId: "" };
  return sql
    .exec<KeyColumns>(
      `SELECT job, at, run_id FROM runs
       WHERE job = ?1 AND (?2 IS NULL OR status = ?2) AND at <= ?3 AND (at, job, run_id) < (?3, ?4, ?5)
       ORDER BY at DESC, run_id DESC LIMIT ?6`,
      job,
      status ?? null,
      at,
      beforeJob,
      runId,
      limit,
    )
    .toArray()
    .map(keyOf);
}

/** The columns, in the order of `valuesOf`. */
const COLUMNS = [
  "job",
  "at",
  "run_id",
  "scheduled_time",
  "trigger",
  "status",
  "correlation_id",
  "asked_by",
  "claimed_at",
  "started_at",
  "ended_at",
  "status_code",
  "error",
  "attempts",
  "events",
] as const;

type Columns = Record<(typeof COLUMNS)[number], SqlStorageValue>;

const UPSERT_RUN = `INSERT INTO runs (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})
  ON CONFLICT DO UPDATE SET ${COLUMNS.slice(3)
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}`;

const UPSERT_VALUE =
  "INSERT INTO ledger (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value";

function valuesOf(row: RunRow): SqlStorageValue[] {
  return [
    row.job,
    row.at,
    row.runId,
    row.scheduledTime,
    row.trigger,
    row.status,
    row.correlationId,
    row.by,
    row.claimedAt,
    row.startedAt,
    row.endedAt,
    row.statusCode,
    row.error,
    JSON.stringify(row.attempts),
    JSON.stringify(row.events),
  ];
}

function first(cursor: SqlStorageCursor<Columns>): RunRow | null {
  const [columns] = cursor.toArray();
  return columns === undefined ? null : rowOf(columns);
}

/** A row as `valuesOf` wrote it. */
function rowOf(columns: Columns): RunRow {
  return {
    job: columns.job as string,
    at: columns.at as number,
    runId: columns.run_id as string,
    scheduledTime: columns.scheduled_time as number | null,
    trigger: columns.trigger as RunTrigger,
    status: columns.status as RunStatus,
    correlationId: columns.correlation_id as string,
    by: columns.asked_by as string | null,
    claimedAt: columns.claimed_at as number,
    startedAt: columns.started_at as number | null,
    endedAt: columns.ended_at as number,
    statusCode: columns.status_code as number | null,
    error: columns.error as string | null,
    attempts: JSON.parse(columns.attempts as string) as RunRow["attempts"],
    events: JSON.parse(columns.events as string) as RunRow["events"],
  };
}
