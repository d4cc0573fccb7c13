/** What a page of the history costs: Free reads 5 million rows a day, and a dashboard asks every few minutes. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { RunRow } from "../../../src/ledger/state.ts";
import { openStore } from "../../../src/ledger/store.ts";
import { newJob } from "../../../src/ledger/new-job.ts";
import { report } from "./report.ts";
import { MINUTE, START } from "./world.ts";

const JOBS = ["a", "b", "c", "d"];
const RUNS = 2_000;

function row(index: number): RunRow {
  const job = JOBS[index % JOBS.length] ?? "";
  const at = START + index * MINUTE;
  return {
    job,
    runId: `test:${job}:${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`,
    at,
    scheduledTime: at,
    trigger: "cron",
    status: "succeeded",
    correlationId: `c-${index}`,
    by: null,
    claimedAt: at,
    startedAt: at,
    endedAt: at + 1_000,
    statusCode: 200,
    error: null,
    attempts: [],
    events: [],
  };
}

it("a page reads about what it shows, however long the history is", async () => {
  const namespace = (env as unknown as { LEDGER: DurableObjectNamespace }).LEDGER;
  await runInDurableObject(namespace.getByName(crypto.randomUUID()), async (_instance, { storage }) => {
    await storage.deleteAll();
    let cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    const sql = new Proxy(storage.sql, {
      get: (target, name) => {
        if (name !== "exec") return Reflect.get(target, name) as unknown;
        return (query: string, ...values: SqlStorageValue[]) => {
          const cursor = target.exec(query, ...values);
          cursors.push(cursor);
          return cursor;
        };
      },
    });
    const store = openStore({ sql, transactionSync: (closure) => storage.transactionSync(closure) });
    const rows = Array.from({ length: RUNS }, (_, index) => row(index));
    const jobs = JOBS.map((job) => newJob(job, START));
    store.write({ jobs, open: null, resting: null, rows, pruned: [] });
    const rowsReadBy = (ask: () => readonly unknown[] | RunRow | null): number => {
      cursors = [];
      const found = ask();
      expect(Array.isArray(found) ? found.length : Number(found !== null)).toBeGreaterThan(0);
      return cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    };
    const middle = rows[RUNS / 2] ?? row(0);
    const read = {
      all: rowsReadBy(() => store.list({ limit: 10, before: null })),
      further: rowsReadBy(() => store.list({ limit: 10, before: middle })),
      ofJob: rowsReadBy(() => store.list({ job: "b", limit: 10, before: null })),
      one: rowsReadBy(() => store.find(middle.job, middle.at, middle.runId)),
    };
    report(`${RUNS} runs of ${JOBS.length} jobs: rows read`, read);
    // Ten keys of each job, the ten rows, and the names of the jobs.
    const most = JOBS.length * 11 + 10 + JOBS.length;
    expect(read.all).toBeLessThanOrEqual(most);
    expect(read.further).toBeLessThanOrEqual(most);
    expect(read.ofJob).toBeLessThanOrEqual(11 + 10);
    expect(read.one).toBe(1);
  });
});
