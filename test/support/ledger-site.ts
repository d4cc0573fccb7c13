/** A deployment whose ledger is on disk: it can be killed, started again, and replaced by another release. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, startBackend } from "../../examples/node/backend.ts";
import type { EnvironmentMap, Job } from "../../src/job-map.ts";
import type { SimulatedTime } from "../../src/local/simulated-time.ts";
import { environmentOf, jobMapOf } from "../src/job-maps.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type Hold, openCheckpoints } from "./checkpoints.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";

const TOKEN = "token-of-the-test";

/** A release: its jobs, and what wakes them. */
export interface Release {
  readonly jobs: Readonly<Record<string, Partial<Job>>>;
  readonly triggers: EnvironmentMap["triggers"];
}

/** What is read here of a run, as `GET /runs` tells it. */
export interface RunAnswer {
  readonly runId: string;
  readonly status: string;
  readonly trigger: string;
  readonly endedAt?: string;
  readonly attemptLog?: readonly { readonly startedAt: string }[];
  readonly events?: readonly { readonly status: string }[];
}

/** What became of a tick. */
export interface TickAnswer {
  readonly outcome: string;
  readonly runs: readonly RunAnswer[];
}

export interface LedgerSite {
  /** The example backend: it keeps the contract of docs/backend.md, and logs what it receives. */
  readonly backend: Backend;
  /** How often the backend has done the work of a job. */
  effects(): number;
  /** Lets the next work of a job fail, with no effect: the backend answers 500. */
  failNext(): void;
  /** Holds the next run that comes to a checkpoint. */
  hold(checkpoint: Checkpoint): Hold;
  /** Starts a release in a new process. */
  start(time: SimulatedTime, release: Release): Promise<void>;
  kill(): Promise<void>;
  /** What a deploy does at its end: it sets the ledger's second clock going. */
  wake(): Promise<void>;
  /** Delivers a tick. Rejects where the process is killed meanwhile. */
  deliver(cron: string, scheduledTime: number): Promise<TickAnswer>;
  /** The history, newest first. */
  runs(): Promise<readonly RunAnswer[]>;
  close(): Promise<void>;
}

/** @param bundle of `checkpoint-worker.ts` */
export async function openLedgerSite(bundle: string): Promise<LedgerSite> {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  const checkpoints = await openCheckpoints();
  let effects = 0;
  let failsNext = false;
  const work = async (): Promise<void> => {
    await checkpoints.pass("during the request");
    const fails = failsNext;
    failsNext = false;
    if (fails) throw new Error("the work failed, as a test wants it to");
    effects += 1;
  };
  const backend = await startBackend({ token: TOKEN, jobs: { "/cron/test": { keys: ["job"], run: work } } });
  let worker: Workerd | null = null;

  const ask = async <T>(path: string, method = "GET"): Promise<T> => {
    if (worker === null) throw new Error("the Worker is down");
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return (await fetch(`${worker.url}${path}`, { method, headers })).json() as Promise<T>;
  };
  const kill = async (): Promise<void> => {
    await worker?.kill();
    worker = null;
  };

  return {
    backend,
    effects: () => effects,
    failNext: () => {
      failsNext = true;
    },
    hold: (checkpoint) => checkpoints.hold(checkpoint),
    async start(time, { jobs, triggers }) {
      worker = await startWorkerd(bundle, folder, {
        ENVIRONMENT: "test",
        BACKEND_BASE: backend.url,
        ERIFY_CRON_TOKEN: TOKEN,
        LOCAL: "1",
        CHECKPOINTS: checkpoints.url,
        CLOCK: JSON.stringify(time),
        JOB_MAP: JSON.stringify(jobMapOf(environmentOf(jobs, { triggers }))),
      });
    },
    kill,
    async wake() {
      const { ledger } = await ask<{ readonly ledger: { readonly status: string } }>("/schedule");
      if (ledger.status !== "healthy") throw new Error(`the ledger is ${ledger.status}`);
    },
    deliver(cron, scheduledTime) {
      const query = new URLSearchParams({ cron, time: String(scheduledTime) });
      return ask(`/__scheduled?${query.toString()}`, "POST");
    },
    runs: async () => (await ask<{ readonly runs: readonly RunAnswer[] }>("/runs")).runs,
    async close() {
      await kill();
      await Promise.all([backend.close(), checkpoints.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
