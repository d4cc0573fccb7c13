/** The schema grows in steps, and what an earlier one holds is there after the later ones. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { migrate, type SqlDatabase } from "../../../src/ledger/migrations.ts";
import { openStore } from "../../../src/ledger/store.ts";

const LAST_STEP = 2;

/** Runs a test on an empty storage. */
async function onEmptyStorage(test: (database: SqlDatabase) => void): Promise<void> {
  const namespace = (env as unknown as { LEDGER: DurableObjectNamespace }).LEDGER;
  await runInDurableObject(namespace.getByName(crypto.randomUUID()), async (_instance, { storage }) => {
    await storage.deleteAll();
    test({ sql: storage.sql, transactionSync: (closure) => storage.transactionSync(closure) });
  });
}

/** A run, a job and an open run, as each step's own release wrote them: later columns are not there. */
const DATA_OF_STEP: readonly string[] = [
  `INSERT INTO runs (job, at, run_id, scheduled_time, trigger, status, correlation_id, claimed_at, started_at, ended_at,
     status_code, error, attempts, events)
   VALUES ('parties', 1795399560000, 'production:parties:20261123T0206Z', 1795399560000, 'cron', 'failed', 'c-1',
     1795399570000, 1795399570000, 1795399572000, 503, 'the backend answered 503',
     '[{"attempt":1,"startedAt":1795399570000,"durationMs":2000,"statusCode":503,"error":"the backend answered 503"}]', '[]');
   INSERT INTO jobs (job, state) VALUES ('parties', '{"job":"parties","schedule":"x","watchedSince":1,"watermark":2,"kept":1}');
   INSERT INTO ledger (key, value) VALUES ('open', '[]')`,
  `UPDATE runs SET asked_by = 'TRIGGER_TOKEN'`,
];

describe("the migrations", () => {
  it.each(Array.from({ length: LAST_STEP }, (_, index) => index + 1))(
    "from step %i, with data in it",
    async (step) => {
      await onEmptyStorage((database) => {
        migrate(database, step);
        for (const data of DATA_OF_STEP.slice(0, step)) database.sql.exec(data);
        const store = openStore(database);
        expect(store.find("parties", 1795399560000, "production:parties:20261123T0206Z")).toEqual({
          job: "parties",
          runId: "production:parties:20261123T0206Z",
          at: 1795399560000,
          scheduledTime: 1795399560000,
          trigger: "cron",
          status: "failed",
          correlationId: "c-1",
          by: step < 2 ? null : "TRIGGER_TOKEN",
          claimedAt: 1795399570000,
          startedAt: 1795399570000,
          endedAt: 1795399572000,
          statusCode: 503,
          error: "the backend answered 503",
          attempts: [
            {
              attempt: 1,
              startedAt: 1795399570000,
              durationMs: 2000,
              statusCode: 503,
              error: "the backend answered 503",
            },
          ],
          events: [],
        });
        expect(store.loadJobs()).toMatchObject([{ job: "parties", watermark: 2 }]);
        expect(stepsOf(database)).toEqual(Array.from({ length: LAST_STEP }, (_, index) => index + 1));
      });
    },
  );

  it("run once", async () => {
    await onEmptyStorage((database) => {
      openStore(database);
      database.sql.exec(DATA_OF_STEP[0] ?? "");
      openStore(database);
      expect(openStore(database).loadJobs()).toHaveLength(1);
    });
  });

  it("a step that fails leaves nothing of itself behind", async () => {
    await onEmptyStorage((database) => {
      migrate(database, 1);
      // The column is there already, so the second step can't add it.
      database.sql.exec("ALTER TABLE runs ADD COLUMN asked_by TEXT");
      expect(() => migrate(database)).toThrow(/duplicate column name: asked_by/);
      expect(stepsOf(database)).toEqual([1]);
    });
  });

  it("a release goes on working after a later one has been here", async () => {
    await onEmptyStorage((database) => {
      openStore(database);
      database.sql.exec(`INSERT INTO migrations (step) VALUES (${LAST_STEP + 1})`);
      database.sql.exec("ALTER TABLE runs ADD COLUMN of_tomorrow TEXT");
      database.sql.exec(DATA_OF_STEP[0] ?? "");
      expect(openStore(database).list({ limit: 10, before: null })).toMatchObject([{ job: "parties" }]);
    });
  });

  it("each row written is one row paid for: no table has an index of its own", async () => {
    await onEmptyStorage((database) => {
      openStore(database);
      const indexes = database.sql
        .exec(
          "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('runs', 'jobs', 'ledger')",
        )
        .toArray();
      expect(indexes).toEqual([]);
    });
  });
});

function stepsOf({ sql }: SqlDatabase): number[] {
  return sql
    .exec<{ step: number }>("SELECT step FROM migrations ORDER BY step")
    .toArray()
    .map(({ step }) => step);
}
