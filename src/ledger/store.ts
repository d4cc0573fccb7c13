import type { RunStatus, RunTrigger } from "../run.ts";
import type { RunsQuery } from "./protocol.ts";
import { migrate, type SqlDatabase } from "./migrations.ts";
import type { JobState, OpenRun, RunRow } from "./state.ts";

/** What one call changes, to be written in one transaction. */
export interface Changes {
  readonly jobs: Iterable<JobState>;
  /** Null where it stays as it is. */
  readonly open: readonly OpenRun[] | null;
  readonly rows: Iterable<RunRow>;
  readonly pruned: Iterable<RunKey>;
}

export type RunKey = Pick<RunRow, "job" | "at" | "runId">;

/** The ledger's tables. */
export interface Store {
  readonly loadJobs: () => JobState[];
  readonly loadOpen: () => OpenRun[];
  readonly write: (changes: Changes) => void;
  readonly find: (job: string, at: number, runId: string) => RunRow | null;
  /** Of a run whose time its id does not tell. */
  readonly findById: (job: string, runId: string) => RunRow | null;
  /** Ids of one job at one time, in their order. */
  readonly idsAt: (job: string, at: number) => string[];
  /** The oldest runs of a job, at most `count`. */
  readonly oldest: (job: string, count: number) => RunKey[];
  /** Newest first, after the key `before`. */
  readonly list: (query: Omit<RunsQuery, "before"> & { readonly before: RunKey | null }) => RunRow[];
}

/** Opens the tables in a Durable Object's storage, brought to the newest schema. */
export function openStore(database: SqlDatabase): Store {
  const { sql, transactionSync } = database;
  migrate(database);
  return {
    loadJobs: () =>
      sql
        .exec<{ state: string }>("SELECT state FROM jobs")
        .toArray()
        .map(({ state }) => JSON.parse(state) as JobState),
    loadOpen: () => {
      const [row] = sql.exec<{ value: string }>("SELECT value FROM ledger WHERE key = 'open'").toArray();
      return row === undefined ? [] : (JSON.parse(row.value) as OpenRun[]);
    },
    write: ({ jobs, open, rows, pruned }) =>
      transactionSync(() => {
        for (const row of rows) sql.exec(UPSERT_RUN, ...valuesOf(row));
        for (const state of jobs) {
          sql.exec(
            "INSERT INTO jobs (job, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
            state.job,
            JSON.stringify(state),
          );
        }
        if (open !== null) {
          sql.exec(
            "INSERT INTO ledger (key, value) VALUES ('open', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            JSON.stringify(open),
          );
        }
        for (const { job, at, runId } of pruned) {
          sql.exec("DELETE FROM runs WHERE job = ? AND at = ? AND run_id = ?", job, at, runId);
        }
      }),
    find: (job, at, runId) =>
      first(sql.exec<Columns>("SELECT * FROM runs WHERE job = ? AND at = ? AND run_id = ?", job, at, runId)),
    findById: (job, runId) =>
      first(sql.exec<Columns>("SELECT * FROM runs WHERE job = ? AND run_id = ?", job, runId)),
    idsAt: (job, at) =>
      sql
        .exec<{ run_id: string }>("SELECT run_id FROM runs WHERE job = ? AND at = ? ORDER BY run_id", job, at)
        .toArray()
        .map(({ run_id }) => run_id),
    oldest: (job, count) =>
      sql
        .exec<Columns>("SELECT * FROM runs WHERE job = ? ORDER BY at, run_id LIMIT ?", job, count)
        .toArray()
        .map(rowOf),
    list: ({ job, status, before, limit }) =>
      sql
        .exec<Columns>(
          `SELECT * FROM runs
           WHERE (?1 IS NULL OR job = ?1) AND (?2 IS NULL OR status = ?2)
             AND (?3 IS NULL OR (at, job, run_id) < (?3, ?4, ?5))
           ORDER BY at DESC, job DESC, run_id DESC LIMIT ?6`,
          job ?? null,
          status ?? null,
          before?.at ?? null,
          before?.job ?? null,
          before?.runId ?? null,
          limit,
        )
        .toArray()
        .map(rowOf),
  };
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
