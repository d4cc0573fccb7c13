import { parse } from "@iarna/toml";
import type { CompiledEnvironment } from "../compiled.ts";
import type { OutputFiles } from "../compile.ts";
import { compareDeployed, compareMissing } from "../deployed/compare-deployed.ts";
import type { Compared } from "../deployed/print-comparison.ts";
import type { Wanted } from "../deployed/wanted.ts";
import { wantedOf } from "../deployed/wanted.ts";
import type { Account } from "./cloudflare/account.ts";
import { readDeployment } from "./cloudflare/read-deployment.ts";
import type { PresentCode } from "./deployed-code.ts";
import { codeDifference } from "./deployed-code.ts";

/** What the repository says of an environment, by the generated files. */
export function wantedIn(files: OutputFiles, environment: CompiledEnvironment, config: string): Wanted {
  return wantedOf(environment, parse(files.get("wrangler.toml") ?? ""), config);
}

/**
 * Compares what the repository says with what is live.
 *
 * @param code null: there is no git, and nothing is said of the code
 * @param justDeployed the tag of what was deployed this minute, which is the present code whatever git says
 */
export async function compareLive(
  wanted: Wanted,
  account: Account,
  code: PresentCode | null,
  justDeployed: string | null = null,
): Promise<Compared> {
  const live = await readDeployment(account, wanted.worker);
  const source = code && code.label;
  if (live === null) return { wanted, live, comparison: compareMissing(wanted), source };
  const [version] = live.versions;
  const isPresent = code === null || (justDeployed !== null && version.tag === justDeployed);
  const comparison = compareDeployed(wanted, live, isPresent ? null : codeDifference(code, version));
  return { wanted, live, comparison, source };
}
