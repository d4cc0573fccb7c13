import { existsSync } from "node:fs";
import { dirname } from "node:path";
import pc from "picocolors";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Format } from "../diagnostics/formats.ts";
import { formats } from "../diagnostics/formats.ts";
import type { FormatTarget } from "./format-option.ts";
import { replaceFile } from "./replace-file.ts";
import { UsageError } from "./usage-error.ts";

/** Colours on a terminal only; NO_COLOR and FORCE_COLOR are honoured. */
export const colors = pc.createColors(
  !process.env.NO_COLOR &&
    (process.stdout.isTTY || (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== "0")),
);

/** Prints diagnostics on standard output; nothing where the format has nothing to say. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[], format: Format): Promise<void> {
  // The usual case; the printer of text takes a while to load.
  if (format === "text" && diagnostics.length === 0) return;
  const text = (await formats[format]())(diagnostics, { colors, docs: docs(process.env) });
  if (text !== "") print(text);
}

/** The format of standard output. Whatever goes to files, a person or a log is told what is wrong. */
export function formatOfOutput(targets: readonly FormatTarget[]): Format {
  return targets.find(({ file }) => file === undefined)?.format ?? "text";
}

/** Refuses a file whose folder is not there, before anything else is written. */
export function requireFolders(targets: readonly FormatTarget[]): void {
  for (const { format, file } of targets) {
    if (file !== undefined && !existsSync(dirname(file)))
      throw new UsageError(
        `--format ${format}=${file}: there is no folder \`${dirname(file)}\`. Make it first, or name another file.`,
      );
  }
}

/** Prints diagnostics in every format that is asked for: to files first, then to standard output. */
export async function report(
  diagnostics: readonly Diagnostic[],
  targets: readonly FormatTarget[],
): Promise<void> {
  const context = { colors: pc.createColors(false), docs: docs(process.env) };
  for (const { format, file } of targets) {
    if (file === undefined) continue;
    const text = (await formats[format]())(diagnostics, context);
    replaceFile(file, text === "" ? "" : `${text}\n`);
  }
  await printDiagnostics(diagnostics, formatOfOutput(targets));
}

/** Where docs/diagnostics.md can be read: a workflow on GitHub says in its environment what it has checked out. */
function docs({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA }: NodeJS.ProcessEnv): string {
  const path = "docs/diagnostics.md";
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_SHA) return path;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${path}`;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
