/** The Worker in workerd with its ledger on disk, and Django with its database: real processes that can be killed. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { SimulatedTime } from "../../src/local/simulated-time.ts";
import { startWorkerd, type Workerd } from "../support/workerd.ts";
import { createDjangoSite, type DjangoSite, type ManageProcess } from "./django-site.ts";
import { openFront } from "./front.ts";
import { openSlackInbox } from "./slack-inbox.ts";
import { connectWorker, type WholeWorker } from "./whole-worker.ts";

export const TOKEN = "token-of-the-test";

type Env = Readonly<Record<string, string>>;

/** A line of Django's log. */
interface LogEntry {
  readonly message: string;
  readonly correlationId?: string;
  readonly runId?: string;
  readonly status?: number;
}

export interface WholeSite {
  /** Where the Worker finds Django, whichever process that is. */
  readonly backendUrl: string;
  /** Starts a process of Django in place of the one before, which goes when the new one answers. */
  serve(env?: Env): Promise<void>;
  /** Kills Django. Who calls it waits until it is served again. */
  killBackend(): Promise<void>;
  /** Starts `manage.py run_cron_jobs`, which tells the Worker that is up. */
  startQueue(args?: readonly string[], env?: Env): ManageProcess;
  /** Starts the Worker in place of the one before, on what that one has stored, and sets its ledger's second clock going. */
  startWorker(time: SimulatedTime, vars?: Env): Promise<WholeWorker>;
  killWorker(): Promise<void>;
  /** A Worker that shares the backend and not the ledger. */
  startOtherWorker(time: SimulatedTime): Promise<WholeWorker>;
  /** What Django's processes have logged of a run, in the order of each. */
  logOf(runId: string): readonly LogEntry[];
  /** What Django answered to each request of a run. */
  answersTo(runId: string): readonly number[];
  /** Rows of Django's database. */
  query(sql: string, ...values: readonly string[]): Record<string, SQLOutputValue>[];
  /** How many imports of elections or parties were really made. */
  imports(): number;
  /** What was posted to Slack: the summary of each alert. */
  readonly alerts: readonly string[];
  close(): Promise<void>;
}

/**
 * @param bundle of `src/local-worker.ts`
 * @param database a migrated one, that is copied
 * @param secrets the Worker's, beside its token
 */
export async function openWholeSite(bundle: string, database: string, secrets: Env = {}): Promise<WholeSite> {
  const folder = mkdtempSync(join(tmpdir(), "whole-"));
  const django = createDjangoSite({ ERIFY_CRON_TOKEN: TOKEN, CRON_LEASE_SECONDS: "2" });
  const databaseFile = join(django.folder, "db.sqlite3");
  copyFileSync(database, databaseFile);
  const front = await openFront();
  const slack = await openSlackInbox();
  const processes: ManageProcess[] = [];
  let server: ManageProcess | null = null;
  const workers: Workerd[] = [];
  let worker: Workerd | null = null;

  const varsOf = (time: SimulatedTime, more: Env): Env => ({
    ENVIRONMENT: "production",
    BACKEND_BASE: front.url,
    ERIFY_CRON_TOKEN: TOKEN,
    LOCAL: "1",
    LOCAL_CLOCK: JSON.stringify(time),
    LOCAL_SLACK_URL: slack.url,
    ...secrets,
    ...more,
  });
  const launch = async (name: string, vars: Env): Promise<Workerd> => {
    const launched = await startWorkerd(bundle, join(folder, name), vars);
    workers.push(launched);
    return launched;
  };
  const killWorker = async (): Promise<void> => {
    await worker?.kill();
    worker = null;
  };
  const query: WholeSite["query"] = (sql, ...values) => {
    const connection = new DatabaseSync(databaseFile, { readOnly: true, timeout: 10_000 });
    try {
      return connection.prepare(sql).all(...values);
    } finally {
      connection.close();
    }
  };
  const logOf = (runId: string): readonly LogEntry[] =>
    processes
      // Without the last line, of which there may be more to come.
      .flatMap((each) => each.output().split("\n").slice(0, -1))
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as LogEntry)
      .filter((entry) => entry.runId === runId);

  return {
    backendUrl: front.url,
    async serve(env = {}) {
      const next = await django.serve(env);
      processes.push(next);
      front.leadTo(Number(new URL(next.url).port));
      await server?.end("SIGTERM");
      server = next;
    },
    async killBackend() {
      front.hold();
      await server?.end("SIGKILL");
      server = null;
    },
    startQueue(args = [], env = {}) {
      const workerOf = { CRON_WORKER_URL: worker?.url ?? "", CRON_WORKER_TOKEN: TOKEN };
      const queue = django.manage(["run_cron_jobs", "--poll-seconds", "0.1", ...args], {
        ...workerOf,
        ...env,
      });
      processes.push(queue);
      return queue;
    },
    async startWorker(time, vars = {}) {
      await killWorker();
      const all = varsOf(time, vars);
      worker = await launch("worker", all);
      const started = connectWorker(worker.url, all["ERIFY_CRON_TOKEN"] ?? "");
      await started.ask("/schedule");
      return started;
    },
    killWorker,
    async startOtherWorker(time) {
      return connectWorker((await launch("other", varsOf(time, {}))).url, TOKEN);
    },
    logOf,
    answersTo: (runId) =>
      logOf(runId)
        .filter(({ message }) => message.startsWith("POST "))
        .map(({ status = 0 }) => status),
    query,
    imports: () => query("SELECT id FROM elections_import").length,
    alerts: slack.texts,
    async close() {
      await Promise.all(workers.map((each) => each.kill()));
      await Promise.all([django.close(), front.close(), slack.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database of the example, with all its tables and no row. */
export async function migrate(django: DjangoSite): Promise<string> {
  const migration = django.manage(["migrate", "-v0"]);
  if ((await migration.ended) !== 0) throw new Error(migration.output());
  return join(django.folder, "db.sqlite3");
}
