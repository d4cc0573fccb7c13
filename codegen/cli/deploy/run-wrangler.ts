import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Account } from "../cloudflare/account.ts";
import { wranglerBin } from "../cloudflare/wrangler-bin.ts";

/** How `wrangler deploy` ended. */
export type WranglerEnd =
  | { readonly ok: true; readonly urls: readonly string[] }
  | { readonly ok: false; readonly isTimeout: boolean; readonly message: string };

export interface WranglerCall {
  readonly config: string;
  readonly environment: string;
  readonly account: Account;
  /** The commit; null outside of git. */
  readonly tag: string | null;
  readonly secretsFile: string | null;
  readonly timeoutMs: number;
}

/** Runs `wrangler deploy`, whose output goes where ours does, and reads how it ended from what it writes for programs. */
export async function runWrangler(call: WranglerCall): Promise<WranglerEnd> {
  const folder = mkdtempSync(join(tmpdir(), "wrangler-"));
  try {
    const output = join(folder, "output.ndjson");
    const { code, isTimeout } = await spawnWrangler(call, output);
    const entries = readEntries(output);
    const failed = entries.find(({ type }) => type === "command-failed");
    // A wrangler that was ended by a signal has the exit code 0 too.
    const deployed = entries.find(({ type }) => type === "deploy");
    if (code === 0 && deployed) return { ok: true, urls: deployed.targets ?? [] };
    return { ok: false, isTimeout, message: `${failed?.message ?? ""} ${failed?.code ?? ""}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnWrangler(
  { config, environment, account, tag, secretsFile, timeoutMs }: WranglerCall,
  output: string,
): Promise<ChildEnd> {
  const args = [wranglerBin, "deploy", "-c", "wrangler.toml", "--env", environment];
  if (tag !== null) args.push("--tag", tag);
  if (secretsFile !== null) args.push("--secrets-file", secretsFile);
  const env = { ...process.env, CLOUDFLARE_ACCOUNT_ID: account.id, WRANGLER_OUTPUT_FILE_PATH: output };
  const child = spawn(process.execPath, args, {
    cwd: dirname(config),
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return endOf(child, timeoutMs);
}

interface ChildEnd {
  readonly code: number | null;
  readonly isTimeout: boolean;
}

/** Until then our own end is put off: what state things are in has to be said, and the secrets' file deleted. */
function endOf(child: ChildProcess, timeoutMs: number): Promise<ChildEnd> {
  const pass = (): void => void child.kill("SIGTERM");
  const listeners = { SIGINT: pass, SIGTERM: pass, SIGHUP: pass };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    pass();
  }, timeoutMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
      resolve({ code, isTimeout });
    });
  });
}

interface Entry {
  readonly type: string;
  readonly message?: string;
  /** Cloudflare's code. */
  readonly code?: number | string;
  readonly targets?: readonly string[];
}

function readEntries(file: string): Entry[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
  } catch {
    // It ended before it wrote any.
    return [];
  }
}
