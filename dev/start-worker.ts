import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { unstable_startWorker } from "wrangler";
import type { Tick } from "./clock.ts";
import { watchWorkerd } from "./workerd-process.ts";

export interface WorkerOptions {
  readonly configPath: string;
  readonly environment: string;
  /** A free one. */
  readonly port: number;
  /** The folder in which the ledger is kept. */
  readonly storage: string;
  /** Plain vars; they win over those of `wrangler.toml` and of any `.dev.vars`. */
  readonly vars: Readonly<Record<string, string>>;
  /** Handed over in memory: no file holds them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Gets each line that the Worker logs. */
  readonly onLog: (text: string) => void;
  /** Answers what the Worker fetches. */
  readonly outbound: (request: Request) => Promise<Response>;
}

export interface RunningWorker {
  readonly url: string;
  /**
   * Calls `scheduled()` as Cloudflare's cron would. Resolves when the handler has ended, well or not, or was killed.
   * @throws NotDelivered while the Worker is down
   */
  fire(tick: Tick): Promise<void>;
  /** Ends the Worker's process without a warning. Resolves when it runs again, on what was stored. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A tick found no Worker. */
export class NotDelivered extends Error {}

/**
 * Starts the Worker in workerd, built by wrangler as a deploy would build it, and built again whenever
 * a source or `wrangler.toml` changes. wrangler's `unstable_startWorker` is what `wrangler dev` itself calls;
 * unlike the command it takes secrets in memory and gives each log line as a value.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  // Nothing of this may leave the machine, or stay on it.
  Object.assign(process.env, {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_LOG: "error",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
    X_LOCAL_EXPLORER: "false",
    X_LOCAL_OBSERVABILITY: "false",
  });
  const workerProcess = watchWorkerd(options.port);
  const worker = await unstable_startWorker({
    config: options.configPath,
    env: options.environment,
    entrypoint: fileURLToPath(new URL("../src/local-worker.ts", import.meta.url)),
    bindings: { ...bindings("plain_text", options.vars), ...bindings("secret_text", options.secrets) },
    dev: {
      server: { hostname: "127.0.0.1", port: options.port },
      inspector: false,
      logLevel: "error",
      persist: options.storage,
      remote: false,
      watch: true,
      outboundService: options.outbound,
      structuredLogsHandler: (line: { readonly message: string }) => options.onLog(line.message),
    },
  });
  await worker.ready;
  const runtime = () => {
    const running = worker.raw.runtimes.map(({ mf }) => mf).find((mf) => mf !== undefined);
    if (running === undefined) throw new NotDelivered("the Worker is not running");
    return running;
  };
  let kills = 0;
  let isDown = false;

  return {
    url: (await worker.url).origin,

    async fire({ trigger, scheduledTime }) {
      if (isDown) throw new NotDelivered("the Worker is down");
      const killsBefore = kills;
      const query = new URLSearchParams({ cron: trigger, time: String(scheduledTime) }).toString();
      try {
        // Past wrangler's proxy, which would deliver it again by itself.
        const response = await runtime().dispatchFetch(`http://worker/cdn-cgi/local/scheduled?${query}`);
        await response.body?.cancel();
      } catch (error) {
        if (kills === killsBefore) throw error;
      }
    },

    async kill() {
      const running = workerProcess();
      if (running === undefined) return;
      kills += 1;
      isDown = true;
      running.kill("SIGKILL");
      await once(running, "exit");
      // wrangler's runtime hears of the end as we do, and starts the next process on the same port and data.
      await nextTurn();
      await runtime().ready;
      isDown = false;
    },

    stop: () => worker.dispose(),
  };
}

function bindings(type: "plain_text" | "secret_text", values: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]));
}
