import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProject } from "./copy-project.ts";

/** A copy of this project as a git repository of two commits: the first one polls every ten minutes, the second is what lies here. */
export interface DeployedProject {
  readonly folder: string;
  /** 40 hex digits. */
  readonly oldCommit: string;
  readonly commit: string;
  /** SHA-256 of `schedules.yaml` as it lies there. */
  readonly sourceHash: string;
  git(...args: readonly string[]): string;
  write(file: string, text: string): void;
  read(file: string): string;
  remove(): void;
}

export function deployedProject(): DeployedProject {
  const copy = copyProject();
  const { folder } = copy;
  const env = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
    }).trim();
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const commitAll = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
    return git("rev-parse", "HEAD");
  };

  git("init", "--quiet", "--initial-branch", "main");
  write(".gitignore", "node_modules\n.wrangler\n");
  const present = { yaml: read("schedules.yaml"), toml: read("wrangler.toml") };
  write("schedules.yaml", present.yaml.replace('production: "*/5 * * * *"', 'production: "*/10 * * * *"'));
  write("wrangler.toml", present.toml.replace("*/5 * * * *", "*/10 * * * *"));
  const oldCommit = commitAll("Poll every ten minutes");
  write("schedules.yaml", present.yaml);
  write("wrangler.toml", present.toml);
  const commit = commitAll("Poll every five minutes");
  const [, sourceHash = ""] = /sha256 ([0-9a-f]{64})/.exec(present.toml) ?? [];
  return { folder, oldCommit, commit, sourceHash, git, write, read, remove: () => copy.remove() };
}
