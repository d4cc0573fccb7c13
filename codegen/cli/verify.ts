import { parse } from "@iarna/toml";
import type { CompileResult } from "../compile.ts";
import { compile } from "../compile.ts";
import { compareDeployed, compareMissing } from "../deployed/compare-deployed.ts";
import type { Compared } from "../deployed/print-comparison.ts";
import {
  printComparisonJson,
  printComparisonMarkdown,
  printComparisonText,
} from "../deployed/print-comparison.ts";
import type { Wanted } from "../deployed/wanted.ts";
import { wantedOf } from "../deployed/wanted.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Account } from "./cloudflare/account.ts";
import { openAccount } from "./cloudflare/account.ts";
import { CloudflareError } from "./cloudflare/cloudflare-error.ts";
import { readDeployment } from "./cloudflare/read-deployment.ts";
import { codeDifference, presentCode } from "./deployed-code.ts";
import { environmentNamed } from "./environment-named.ts";
import { readInput } from "./read-input.ts";
import { colors, print, printDiagnostics } from "./report.ts";

export interface VerifyOptions {
  readonly config: string;
  readonly env?: string;
  readonly format: "text" | "markdown" | "json";
}

/** How it ended: the schedules do not compile, nothing differs, something does, Cloudflare could not be asked. */
export type VerifyEnd = "problems" | "same" | "different" | "unreachable";

/** `verify`: compares what the repository says of an environment with what is live on Cloudflare. */
export async function verify({ config, env, format }: VerifyOptions): Promise<VerifyEnd> {
  const { input, diagnostics } = readInput(config);
  const result = input ? compile(input) : { diagnostics, compiled: null, files: new Map() };
  if (!result.compiled || hasErrors(result.diagnostics)) {
    await printDiagnostics(result.diagnostics, "text");
    print("\nMend this, then run it again.");
    return "problems";
  }
  const { wanted, accountId } = wantedIn(result, env);
  try {
    const compared = await compareLive(config, wanted, await openAccount(accountId));
    print(printed(compared, format));
    return compared.comparison.differences.length === 0 ? "same" : "different";
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return "unreachable";
  }
}

/** What the repository says of an environment, and the account that its template names. */
export function wantedIn(
  { compiled, files }: CompileResult,
  name: string | undefined,
): { readonly wanted: Wanted; readonly accountId: string | null } {
  if (!compiled) throw new Error("Only what compiles can be deployed.");
  const table = parse(files.get("wrangler.toml") ?? "");
  const wanted = wantedOf(environmentNamed(compiled, name), table);
  return { wanted, accountId: typeof table.account_id === "string" ? table.account_id : null };
}

/** Compares what the repository says with what is live. */
export async function compareLive(config: string, wanted: Wanted, account: Account): Promise<Compared> {
  const live = await readDeployment(account, wanted.worker);
  const present = presentCode(config);
  const comparison =
    live === null
      ? compareMissing(wanted)
      : compareDeployed(wanted, live, codeDifference(config, present, live.versions[0]));
  return { wanted, live, comparison, source: present && present.label };
}

function printed(compared: Compared, format: VerifyOptions["format"]): string {
  switch (format) {
    case "text":
      return printComparisonText(compared, colors);
    case "markdown":
      return printComparisonMarkdown(compared);
    case "json":
      return printComparisonJson(compared);
  }
}
