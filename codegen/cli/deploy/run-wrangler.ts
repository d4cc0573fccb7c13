import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Account } from "../cloudflare/account.ts";
import { wranglerBin } from "../cloudflare/wrangler-bin.ts";

/** How `wrangler deploy` ended; `why` where we ended it. */
export type WranglerEnd =
  | { readonly ok: true; readonly urls: readonly string[] }
  | { readonly ok: false; readonly why: "timeout" | "interrupted" | null; readonly message: string };

export interface WranglerCall {
  readonly config: string;
  readonly environment: string;
  readonly account: Account;
  /** The commit; null outside of git. */
  readonly tag: string | null;
  readonly secretsFile: string | null;
  readonly timeoutMs: number;
  readonly interrupted: AbortSignal;
}

/** Runs `wrangler deploy`, whose output goes where ours does, and reads how it ended from what it writes for programs. */
export async function runWrangler(call: WranglerCall): Promise<WranglerEnd> {
  const folder = mkdtempSync(join(tmpdir(), "wrangler-"));
  try {
    const output = join(folder, "output.ndjson");
    const { code, why } = await spawnWrangler(call, output);
    const entries = readEntries(output);
    const failed = entries.find(({ type }) => type === "command-failed");
    // A wrangler that was ended by a signal has the exit code 0 too.
    const deployed = entries.find(({ type }) => type === "deploy");
    if (code === 0 && deployed) return { ok: true, urls: deployed.targets ?? [] };
    return { ok: false, why, message: `${failed?.message ?? ""} ${failed?.code ?? ""}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnWrangler(call: WranglerCall, output: string): Promise<ChildEnd> {
  const { config, environment, account, tag, secretsFile } = call;
  const args = [wranglerBin, "deploy", "-c", "wrangler.toml", "--env", environment];
  if (tag !== null) args.push("--tag", tag);
  if (secretsFile !== null) args.push("--secrets-file", secretsFile);
  const env = { ...process.env, CLOUDFLARE_ACCOUNT_ID: account.id, WRANGLER_OUTPUT_FILE_PATH: output };
  const child = spawn(process.execPath, args, {
    cwd: dirname(config),
    env,
    stdio: ["ignore", "inherit", "inherit"],
    // In a group of its own: wrangler is two processes, and both have to end.
    detached: true,
  });
  return endOf(child, call);
}

interface ChildEnd {
  readonly code: number | null;
  readonly why: "timeout" | "interrupted" | null;
}

const MERCY_MS = 5_000;

async function endOf(
  child: ChildProcess,
  { timeoutMs, interrupted }: Pick<WranglerCall, "timeoutMs" | "interrupted">,
): Promise<ChildEnd> {
  let why: ChildEnd["why"] = null;
  let mercy: NodeJS.Timeout | undefined;
  const end = (reason: ChildEnd["why"]) => {
    why ??= reason;
    endGroup(child, "SIGTERM");
    mercy ??= setTimeout(() => endGroup(child, "SIGKILL"), MERCY_MS);
  };
  const interrupt = () => end("interrupted");
  const timer = setTimeout(() => end("timeout"), timeoutMs);
  interrupted.addEventListener("abort", interrupt);
  if (interrupted.aborted) interrupt();
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    return { code, why };
  } finally {
    clearTimeout(timer);
    clearTimeout(mercy);
    interrupted.removeEventListener("abort", interrupt);
    // Whoever ended the one of the two: the other must not go on alone, and change things after this was told.
    endGroup(child, "SIGKILL");
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
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
