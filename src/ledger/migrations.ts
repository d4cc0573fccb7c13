/**
 * The schema, as numbered steps. A step that has been released never changes. A new one only adds, tables or columns
 * that may be empty, so that the release before goes on working on it: both run while a deploy spreads. Every
 * table is WITHOUT ROWID and has no further index, so that a row written is one row paid for.
 * @see https://developers.cloudflare.com/durable-objects/platform/pricing/#sqlite-storage-backend
 */
const steps: readonly string[] = [
  // 1: the history, a row for each run that has ended; the jobs, and what else there is one of, as JSON.
  `CREATE TABLE runs (
     job TEXT NOT NULL,
     at INTEGER NOT NULL,
     run_id TEXT NOT NULL,
     scheduled_time INTEGER,
     trigger TEXT NOT NULL,
     status TEXT NOT NULL,
     correlation_id TEXT NOT NULL,
     claimed_at INTEGER NOT NULL,
     started_at INTEGER,
     ended_at INTEGER NOT NULL,
     status_code INTEGER,
     error TEXT,
     attempts TEXT NOT NULL,
     events TEXT NOT NULL,
     PRIMARY KEY (job, at, run_id)
   ) WITHOUT ROWID;
   CREATE TABLE jobs (job TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  // 2: who asked for a run by hand.
  "ALTER TABLE runs ADD COLUMN asked_by TEXT",
];

/** What `migrate` needs of a Durable Object's storage. */
export interface SqlDatabase {
  readonly sql: SqlStorage;
  readonly transactionSync: <T>(closure: () => T) => T;
}

/**
 * Brings the storage to the newest schema, each step together with its number, so that it holds whole steps only.
 * Where a later release has been here, nothing is to be done.
 * @param upTo the last step, for tests of earlier schemas
 */
export function migrate({ sql, transactionSync }: SqlDatabase, upTo: number = steps.length): void {
  sql.exec("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY) WITHOUT ROWID");
  const [row] = sql.exec<{ done: number | null }>("SELECT MAX(step) AS done FROM migrations").toArray();
  const done = row?.done ?? 0;
  steps.slice(done, upTo).forEach((step, index) => {
    transactionSync(() => {
      sql.exec(step);
      sql.exec("INSERT INTO migrations (step) VALUES (?)", done + index + 1);
    });
  });
}
