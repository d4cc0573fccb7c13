import { dirname } from "node:path";
import { compile } from "../compile.ts";
import type { Compared } from "../deployed/print-comparison.ts";
import {
  printComparisonJson,
  printComparisonMarkdown,
  printComparisonText,
} from "../deployed/print-comparison.ts";
import { wrappedLines } from "../text/wrap.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { openAccount } from "./cloudflare/account.ts";
import { CloudflareError } from "./cloudflare/cloudflare-error.ts";
import { presentCode } from "./deployed-code.ts";
import { environmentNamed } from "./environment-named.ts";
import { compareLive, wantedIn } from "./live-comparison.ts";
import { readInput } from "./read-input.ts";
import { colors, print, printDiagnostics } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export interface VerifyOptions {
  readonly config: string;
  readonly env?: string;
  readonly format: "text" | "markdown" | "json";
}

/** How it ended: the schedules do not compile, nothing differs, something does, Cloudflare could not be asked. */
export type VerifyEnd = "problems" | "same" | "different" | "unreachable";

/** `verify`: compares what the repository says of an environment with what is live on Cloudflare. */
export async function verify(
  environment: string | undefined,
  { config, env = environment, format }: VerifyOptions,
): Promise<VerifyEnd> {
  if (environment !== undefined && environment !== env)
    throw new UsageError(`\`${environment}\` and --env ${env}: name one environment.`);
  const { input, diagnostics } = readInput(config);
  const result = input ? compile(input) : { diagnostics, compiled: null, files: new Map() };
  if (!result.compiled || hasErrors(result.diagnostics)) {
    await printDiagnostics(result.diagnostics, "text");
    print("\nMend this, then run it again.");
    return "problems";
  }
  const wanted = wantedIn(result.files, environmentNamed(result.compiled, env, "verify"), config);
  try {
    const account = await openAccount(wanted.accountId, dirname(config));
    const compared = await compareLive(wanted, account, presentCode(config, wanted.main));
    print(printed(compared, format));
    return compared.comparison.differences.length === 0 ? "same" : "different";
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    process.stderr.write(`${wrappedLines(error.message)}\n`);
    return "unreachable";
  }
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
