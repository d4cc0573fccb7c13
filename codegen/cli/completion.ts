import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { parseDocument } from "yaml";
import { candidates } from "../completion/candidates.ts";
import type { Shell } from "../completion/shells.ts";
import { completionScript } from "../completion/shells.ts";
import { revisionNames } from "./git.ts";

/** `completion`: prints the script of a shell, for the project that this file is in. */
export function printScript(shell: Shell): void {
  const project = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
  process.stdout.write(completionScript(shell, project));
}

/** `complete`: prints a line for each word that can stand at the end. Returns whether it is a call of ours. */
export function printCandidates(root: Command, words: readonly string[]): boolean {
  const found = candidates(root, words, (name, given) => known[name]?.(given) ?? []);
  for (const { word, description } of found ?? [])
    process.stdout.write(description === undefined ? `${word}\n` : `${word}\t${description}\n`);
  return found !== null;
}

const known: Readonly<Record<string, (given: readonly string[]) => readonly string[]>> = {
  environment: (given) => keysOf(given, "environments"),
  job: (given) => keysOf(given, "jobs"),
  revision: () => revisionNames("."),
  zone: () => Intl.supportedValuesOf("timeZone"),
};

/** The keys under a key of the schedules, as far as they can be read: nobody is told of mistakes while typing. */
function keysOf(given: readonly string[], key: "environments" | "jobs"): string[] {
  const file = given[given.lastIndexOf("--config") + 1];
  try {
    const schedules: unknown = parseDocument(
      readFileSync(given.includes("--config") && file !== undefined ? file : "schedules.yaml", "utf8"),
      { logLevel: "silent" },
    ).toJS();
    const value =
      schedules && typeof schedules === "object" && key in schedules ? schedules[key as never] : {};
    return Object.keys(value ?? {});
  } catch {
    return [];
  }
}
