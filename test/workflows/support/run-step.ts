import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { GhAnswers } from "./gh.ts";
import type { Step } from "./workflow.ts";

export interface StepRun {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly log: string;
  /** How the stand-ins were called, a line each. */
  readonly calls: readonly string[];
  /** A file of the folder, such as `summary`, `outputs` or `temp/plan/result`; undefined where there is none. */
  readonly read: (file: string) => string | undefined;
}

export interface Surroundings {
  /** What stands in for `npm`: see standIn. */
  readonly npm?: string;
  /** What GitHub answers to `gh`. */
  readonly gh?: GhAnswers;
  readonly env?: Readonly<Record<string, string>>;
}

/** In place of a command: notes its arguments, prints, and ends with the exit code. */
export function standIn(exitCode: number, output = ""): string {
  return `#!/usr/bin/env bash
echo "$(basename "$0") $*" >> "$CALLS"
printf '%s' '${output}'
exit ${exitCode}
`;
}

const ghScript = `#!/usr/bin/env bash
exec '${process.execPath}' --no-warnings '${fileURLToPath(new URL("gh.ts", import.meta.url))}' "$@"
`;

/**
 * Runs a step's command as GitHub's runner does where `shell: bash` is set, in an empty folder.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export async function runStep(step: Step, surroundings: Surroundings): Promise<StepRun> {
  const folder = mkdtempSync(join(tmpdir(), "workflow-step-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["bin", "temp", "workspace"]) mkdirSync(join(folder, name));
  for (const file of ["summary", "outputs", "calls"]) writeFileSync(join(folder, file), "");
  const { npm = standIn(127), gh = { get: {} }, env = {} } = surroundings;
  const commands = { npm, gh: ghScript };
  for (const [name, script] of Object.entries(commands))
    writeFileSync(join(folder, "bin", name), script, { mode: 0o755 });
  writeFileSync(join(folder, "answers.json"), JSON.stringify(gh));
  writeFileSync(join(folder, "step.sh"), step.run ?? "");

  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(folder, "step.sh")], {
    cwd: join(folder, "workspace"),
    env: {
      PATH: join(folder, "bin") + delimiter + (process.env["PATH"] ?? ""),
      GITHUB_REPOSITORY: "town/clock",
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
      GITHUB_OUTPUT: join(folder, "outputs"),
      RUNNER_TEMP: join(folder, "temp"),
      CALLS: join(folder, "calls"),
      GH_ANSWERS: join(folder, "answers.json"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      log += chunk;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const read = (file: string): string | undefined =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : undefined;
  return { code, log, calls: (read("calls") ?? "").split("\n").filter(Boolean), read };
}
