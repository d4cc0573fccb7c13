import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "../../deployed/deployment.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import { askHidden } from "../ask.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import { say } from "./say.ts";

/** Secrets that the Worker lacks, and their values, to go with the code. */
export type Secrets = ReadonlyMap<string, string>;

/**
 * The required secrets that are not on Cloudflare: from the environment variables of their names, else asked for. Those
 * that are there are left as they are.
 *
 * @throws DeployStopped where one is not to be had
 */
export async function collectSecrets(
  wanted: Wanted,
  live: Deployment | null,
  canAsk: boolean,
): Promise<Secrets> {
  const there = live?.versions[0].secrets ?? [];
  const missing = wanted.requiredSecrets.filter((name) => !there.includes(name));
  const secrets = new Map<string, string>();
  for (const name of missing) {
    const value = process.env[name] || (canAsk ? await askHidden(`${name} (not shown): `) : "");
    if (value !== "") secrets.set(name, value);
  }
  const without = missing.filter((name) => !secrets.has(name));
  if (without.length > 0)
    throw new DeployStopped(
      `${wanted.worker} lacks what it needs on Cloudflare: ${without.join(", ")}. Set each as an environment variable of its name, and run this again: ` +
        `the deploy passes it on.${live === null ? "" : ` Or: npx wrangler secret put ${without[0] ?? ""} --env ${wanted.environment}`}`,
    );
  if (wanted.requiredSecrets.length > 0) say("Secrets", secretsWords(wanted, secrets));
  return secrets;
}

function secretsWords({ requiredSecrets }: Wanted, secrets: Secrets): string {
  const there = requiredSecrets.filter((name) => !secrets.has(name));
  const passed = [...secrets.keys()];
  return [
    ...(there.length > 0 ? [`on Cloudflare: ${there.join(", ")}`] : []),
    ...(passed.length > 0 ? [`passed with this deploy: ${passed.join(", ")}`] : []),
  ].join("; ");
}

/** Lends a file of the secrets, which only this user can read, and deletes it whatever happens; to be called while signals are held. */
export async function withSecretsFile<T>(
  secrets: Secrets,
  use: (file: string | null) => Promise<T>,
): Promise<T> {
  if (secrets.size === 0) return use(null);
  const folder = mkdtempSync(join(tmpdir(), "deploy-"));
  try {
    const file = join(folder, "secrets.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600, flag: "wx" });
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
