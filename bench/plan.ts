/** `plan` as a whole process, of a file in git with one change in the working tree. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { largeFile } from "./large-file.ts";
import type { Section } from "./section.ts";
import { median } from "./section.ts";

const jobs = 1_000;
const rounds = 5;

/** Each makes one text of another. */
const changes: readonly { readonly name: string; readonly make: (text: string) => string }[] = [
  { name: "nothing", make: (text) => text },
  {
    name: "one job's schedule",
    make: (text) => text.replace('production: { at: "00:01" }', "production: { every: 5m }"),
  },
  {
    name: "every job's schedule",
    make: (text) => text.replaceAll(/at: "\d\d:\d(\d)"/g, "every: 1h, offset: 1$1m"),
  },
];

export function benchPlan(): Section {
  const directory = mkdtempSync(join(tmpdir(), "bench-plan-"));
  const git = (...args: readonly string[]): void => {
    const who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
    execFileSync("git", ["-C", directory, ...who, ...args], { stdio: "ignore" });
  };
  try {
    const text = largeFile(jobs);
    const config = join(directory, "schedules.yaml");
    copyFileSync("wrangler.template.toml", join(directory, "wrangler.template.toml"));
    writeFileSync(config, text);
    git("init", "--initial-branch=main");
    git("add", ".");
    git("commit", "--message=before");
    return {
      title: "plan, as a whole process, of 1,000 jobs in 3 environments (medians)",
      head: ["what changes", "plan", "aim"],
      rows: changes.map(({ name, make }) => {
        writeFileSync(config, make(text));
        const samples = Array.from({ length: rounds }, () => timed(config));
        return [name, `${median(samples).toFixed(0)} ms`, "under 2,000 ms"];
      }),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Milliseconds of a whole process. */
function timed(config: string): number {
  const started = performance.now();
  const args = ["codegen/run.js", "plan", "--config", config, "--format", "markdown"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`plan ended with ${status}: ${stdout}${stderr}`);
  return performance.now() - started;
}
