/** workerd as a bare process: it starts in a moment, keeps its Durable Objects on disk, and can be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { wranglerBin } from "../../dev/paths.ts";
import { startProcess } from "./start-process.ts";

/** The one that wrangler brings, and `npm run dev` runs. */
const { default: workerdBin } = createRequire(import.meta.resolve("wrangler/package.json"))("workerd") as {
  readonly default: string;
};

const COMPATIBILITY_DATE = "2026-11-01";

export interface Workerd {
  readonly url: string;
  /** Ends it without a warning. */
  kill(): Promise<void>;
}

/** Builds a Worker as a deploy would. @returns the file, in `folder` */
export async function bundleWorker(entry: string, folder: string): Promise<string> {
  const args = ["deploy", entry, "--dry-run", "--outdir", folder, "--name", "worker"];
  const wrangler = startProcess([wranglerBin, ...args, "--compatibility-date", COMPATIBILITY_DATE], {
    cwd: folder,
    env: { HOME: folder },
  });
  const { code, output } = await wrangler.ended;
  if (code !== 0) throw new Error(`wrangler made no bundle:\n${output}`);
  return join(folder, entry.replace(/^.*[\\/]/, "").replace(/\.ts$/, ".js"));
}

/**
 * Starts a bundle that exports the Durable Object `Ledger`, on a free port of loopback. It listens when this resolves.
 * @param folder what it stores is in here, for the next one that is started
 * @param vars its vars and secrets
 */
export async function startWorkerd(
  bundle: string,
  folder: string,
  vars: Readonly<Record<string, string>>,
): Promise<Workerd> {
  mkdirSync(join(folder, "disk"), { recursive: true });
  copyFileSync(bundle, join(folder, "worker.js"));
  const config = join(folder, "config.capnp");
  writeFileSync(config, configText(Object.keys(vars)));
  // On the third channel it says where it listens.
  const args = ["serve", "--control-fd=3", `--directory-path=disk=${join(folder, "disk")}`, config];
  const child = spawn(workerdBin, args, { env: vars, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  return {
    url: `http://127.0.0.1:${await portOf(child)}`,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function configText(vars: readonly string[]): string {
  const bindings = vars.map((name) => `(name = "${name}", fromEnvironment = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "disk", disk = (writable = true)),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  durableObjectNamespaces = [(className = "Ledger", uniqueKey = "ledger", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [(name = "LEDGER", durableObjectNamespace = "Ledger"), ${bindings.join(", ")}],
);
`;
}

/** Where it listens. @throws with what it printed, where it ends before */
async function portOf({ stdio: [, , stderr, control] }: ChildProcess): Promise<number> {
  let errors = "";
  stderr?.on("data", (chunk) => (errors += String(chunk)));
  for await (const line of createInterface({ input: control as Readable })) {
    const event = JSON.parse(line) as { readonly event: string; readonly port: number };
    if (event.event === "listen") return event.port;
  }
  throw new Error(`workerd ended:\n${errors}`);
}
