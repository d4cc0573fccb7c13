import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** What git says, asked in the folder of a file. It only reads, and never asks back. */
export function git(folder: string, ...args: readonly string[]): Buffer {
  return execFileSync("git", ["-C", folder, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
  });
}

/** The same as text; null where git says no. */
export function tryGit(folder: string, ...args: readonly string[]): string | null {
  try {
    return git(folder, ...args)
      .toString("utf8")
      .trim();
  } catch {
    return null;
  }
}

/**
 * Whether a folder is in a git repository.
 *
 * @param without what can be done without one, for the message where git can't be asked
 * @throws UsageError where there is no such folder, no git, or git refuses to read it
 */
export function isInRepository(folder: string, without = ""): boolean {
  if (!existsSync(folder))
    throw new UsageError(`There is no folder \`${folder}\`: name the schedules with --config FILE.`);
  try {
    return git(folder, "rev-parse", "--is-inside-work-tree").toString().trim() === "true";
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
    if (code === "ENOENT")
      throw new UsageError(
        `git can't be run. Install it${without === "" ? "." : `; without it, ${without}`}`,
      );
    const said = stderr?.toString("utf8").trim() ?? "";
    if (said.includes("not a git repository")) return false;
    // As of a folder of another owner: git says what to do.
    throw new UsageError(`git can't read \`${folder}\`:\n${said}`);
  }
}

/** The commit of a name; null where there is none. */
export function commitOf(folder: string, name: string): string | null {
  return tryGit(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
}
