import { fileURLToPath } from "node:url";
import { unstable_startWorker } from "wrangler";
import type { Tick } from "./clock.ts";

export interface WorkerOptions {
  readonly configPath: string;
  readonly environment: string;
  readonly port: number;
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
  /** Calls `scheduled()` as Cloudflare's cron would. Resolves when the handler has ended, well or not. */
  fire(tick: Tick): Promise<void>;
  stop(): Promise<void>;
}

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
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
    X_LOCAL_EXPLORER: "false",
    X_LOCAL_OBSERVABILITY: "false",
  });
  const worker = await unstable_startWorker({
    config: options.configPath,
    env: options.environment,
    entrypoint: fileURLToPath(new URL("../src/local-worker.ts", import.meta.url)),
    bindings: { ...bindings("plain_text", options.vars), ...bindings("secret_text", options.secrets) },
    dev: {
      server: { hostname: "127.0.0.1", port: options.port },
      inspector: false,
      logLevel: "error",
      persist: false,
      remote: false,
      watch: true,
      outboundService: options.outbound,
      structuredLogsHandler: (line: { readonly message: string }) => options.onLog(line.message),
    },
  });
  await worker.ready;
  const url = (await worker.url).origin;
  return {
    url,
    async fire({ trigger, scheduledTime }) {
      const target = new URL("/cdn-cgi/handler/scheduled", url);
      target.search = new URLSearchParams({
        cron: trigger,
        time: String(scheduledTime),
        format: "json",
      }).toString();
      const response = await fetch(target);
      await response.body?.cancel();
    },
    stop: () => worker.dispose(),
  };
}

function bindings(type: "plain_text" | "secret_text", values: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]));
}
