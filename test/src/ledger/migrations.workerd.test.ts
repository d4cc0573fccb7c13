/** The schema grows in steps, and what an earlier one holds is there after the later ones. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { migrate, type SqlDatabase } from "../../../src/ledger/migrations.ts";
import { openStore } from "../../../src/ledger/store.ts";
import { history, SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START } from "./world.ts";

/** Each step as it was released, never to change: the schemas that are out there. */
const RELEASED: readonly string[] = [
  `CREATE TABLE runs (
     job TEXT NOT NULL, at INTEGER NOT NULL, run_id TEXT NOT NULL, scheduled_time INTEGER, trigger TEXT NOT NULL,
     status TEXT NOT NULL, correlation_id TEXT NOT NULL, claimed_at INTEGER NOT NULL, started_at INTEGER,
     ended_at INTEGER NOT NULL, status_code INTEGER, error TEXT, attempts TEXT NOT NULL, events TEXT NOT NULL,
     PRIMARY KEY (job, at, run_id)
   ) WITHOUT ROWID;
   CREATE TABLE jobs (job TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  "ALTER TABLE runs ADD COLUMN asked_by TEXT",
];

const LAST_STEP = RELEASED.length;

/** The storage as the release of a step made it. */
function released(step: number): string {
  const numbers = Array.from({ length: step }, (_, index) => `(${index + 1})`).join(", ");
  return `CREATE TABLE migrations (step INTEGER PRIMARY KEY) WITHOUT ROWID;
    ${RELEASED.slice(0, step).join(";")};
    INSERT INTO migrations (step) VALUES ${numbers};`;
}

/** The columns of each table, in their order, with all that is declared of them. */
function schemaOf({ sql }: SqlDatabase): unknown {
  return ["runs", "jobs", "ledger", "migrations"].map((table) =>
    sql.exec(`SELECT name, type, "notnull", pk FROM pragma_table_info('${table}')`).toArray(),
  );
}

/** Runs a test on an empty storage. */
async function onEmptyStorage(test: (database: SqlDatabase) => void): Promise<void> {
  const namespace = (env as unknown as { LEDGER: DurableObjectNamespace }).LEDGER;
  await runInDurableObject(namespace.getByName(crypto.randomUUID()), async (_instance, { storage }) => {
    await storage.deleteAll();
    test({ sql: storage.sql, transactionSync: (closure) => storage.transactionSync(closure) });
  });
}

/** A run and a job, as each step's own release wrote them: later columns are not there. */
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
  it.each([...RELEASED.keys()])("step %i + 1 is as it was released", async (index) => {
    const schemas: unknown[] = [];
    await onEmptyStorage((database) => {
      database.sql.exec(released(index + 1));
      schemas.push(schemaOf(database));
    });
    await onEmptyStorage((database) => {
      migrate(database, index + 1);
      schemas.push(schemaOf(database));
    });
    expect(schemas[1]).toEqual(schemas[0]);
  });

  it.each(Array.from({ length: LAST_STEP }, (_, index) => index + 1))(
    "from step %i, with data in it",
    async (step) => {
      await onEmptyStorage((database) => {
        database.sql.exec(released(step));
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

const runId = (job: string): string => `test:${job}:20261123T0000Z`;

describe("what the release before left under way", () => {
  const MINUTE_OF_START = START / MINUTE;
  const totals = {
    runs: { succeeded: 7 },
    missed: 1,
    lost: 0,
    durationMs: 1400,
    durations: 7,
    latenessMs: 70,
    latenesses: 7,
    lastSuccessAt: START - HOUR,
  };
  const well = { count: 0, since: 0, lastBadAt: 0, lastBad: null, toldAt: null, openings: [] };
  const alerts = { failing: well, missing: well };
  const state = {
    schedule: JSON.stringify({ rules: [{ cron: "0 * * * *" }] }),
    wasPaused: false,
    watchedSince: START - DAY,
    watermark: MINUTE_OF_START - 60,
    expected: MINUTE_OF_START,
    ahead: [],
    owed: [],
    pauses: [],
    alerts,
    pending: [],
    totals,
    kept: 0,
  };
  const failed = {
    runId: runId("told"),
    correlationId: "c-told",
    status: "failed",
    scheduledTime: START,
    tick: "t-1",
    attempts: 3,
    statusCode: 503,
    durationMs: 3_000,
    error: "the backend answered 503",
  };
  const JOBS = {
    owing: {
      ...state,
      owed: [
        {
          minute: MINUTE_OF_START,
          status: "missed",
          claimedAt: START + 2 * MINUTE,
          correlationId: "c-owed",
          events: [
            { at: START + 2 * MINUTE, status: "missed", why: "no tick reached the ledger within 2 min" },
          ],
          attempts: [],
        },
      ],
    },
    killed: state,
    paused: {
      ...state,
      watermark: MINUTE_OF_START,
      pauses: [{ since: START - HOUR, until: null, reason: "it moves", by: "OLD" }],
    },
    told: {
      ...state,
      watermark: MINUTE_OF_START,
      pending: [
        {
          event: "failure",
          condition: "failing",
          at: START + 13_000,
          run: failed,
          count: 1,
          since: START + 13_000,
          isReminder: false,
          isFlapping: false,
        },
      ],
    },
  };
  const OPEN = [
    {
      job: "killed",
      runId: runId("killed"),
      scheduledTime: START,
      trigger: "cron",
      correlationId: "c-killed",
      tick: "t-1",
      by: null,
      lock: "killed",
      overlap: "skip",
      claimedAt: START + 10_000,
      phase: { is: "running", leaseUntil: START + 3 * MINUTE },
      events: [],
      attempts: [],
    },
  ];
  const stored = `${released(LAST_STEP)};
    ${Object.entries(JOBS)
      .map(
        ([job, each]) =>
          `INSERT INTO jobs (job, state) VALUES ('${job}', '${JSON.stringify({ job, ...each })}');`,
      )
      .join("")}
    INSERT INTO ledger (key, value) VALUES ('open', '${JSON.stringify(OPEN)}');`;
  const job = {
    schedule: [{ cron: "0 * * * *" }],
    catchUp: { withinMs: HOUR, runs: "latest" },
    notify: { slack: SLACK },
  } as const;
  const jobs = { owing: job, killed: job, paused: job, told: job };

  it("goes on: owed and lost runs are made up, a pause holds, an alert is sent, sums are kept", async () => {
    const options = { jobs, environment: { triggers: {} }, stored, from: START + 4 * MINUTE };
    await inWorld(options, async (world) => {
      const { jobs: standings } = await world.ledger().standing();
      await world.time.runUntil(START + 10 * MINUTE);
      expect(await history(world)).toMatchObject([
        { runId: runId("killed"), status: "succeeded", trigger: "catch-up", events: [{ status: "lost" }] },
        { runId: runId("owing"), status: "succeeded", trigger: "catch-up", events: [{ status: "missed" }] },
      ]);
      expect(world.backend.received.map(({ key }) => key).toSorted()).toEqual([
        runId("killed"),
        runId("owing"),
      ]);
      expect(standings.find((each) => each.job === "paused")?.pauses).toMatchObject([{ reason: "it moves" }]);
      expect(standings.find((each) => each.job === "told")?.totals).toEqual(totals);
      expect(world.slack.map(({ text }) => text).join(" ")).toContain("failed");
      expect(world.slackDetails.join(" ")).toContain("test:told:20261123T0000Z");
    });
  });
});

function stepsOf({ sql }: SqlDatabase): number[] {
  return sql
    .exec<{ step: number }>("SELECT step FROM migrations ORDER BY step")
    .toArray()
    .map(({ step }) => step);
}
