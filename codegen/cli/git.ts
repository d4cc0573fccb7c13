import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, basename } from "node:path";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import { UsageError } from "./usage-error.ts";

/** What git says, asked in the folder of a file. It only reads, and never asks back. */
function git(folder: string, ...args: readonly string[]): Buffer {
  return execFileSync("git", ["-C", folder, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
  });
}

/** The same as text; null where git says no. */
function tryGit(folder: string, ...args: readonly string[]): string | null {
  try {
    return git(folder, ...args)
      .toString("utf8")
      .trim();
  } catch {
    return null;
  }
}

const compareFiles = "two files can be compared: npm run plan -- old.yaml new.yaml";

/** Refuses a folder of which git can say nothing. */
function requireRepository(folder: string): void {
  if (!existsSync(folder))
    throw new UsageError(`There is no folder \`${folder}\`: name the schedules with --config FILE.`);
  try {
    if (git(folder, "rev-parse", "--is-inside-work-tree").toString().trim() === "true") return;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
    if (code === "ENOENT") throw new UsageError(`git can't be run. Install it; without it, ${compareFiles}`);
    const said = stderr?.toString("utf8").trim() ?? "";
    // As of a folder of another owner: git says what to do.
    if (!said.includes("not a git repository"))
      throw new UsageError(`git can't read \`${folder}\`:\n${said}`);
  }
  throw new UsageError(
    `\`${folder}\` is in no git repository, so there is no older version. Without one, ${compareFiles}`,
  );
}

/** Branches and tags, as `--base` takes them. */
export function revisionNames(folder: string): string[] {
  const names = tryGit(
    folder,
    "for-each-ref",
    "--format=%(refname:short)",
    "refs/heads",
    "refs/remotes",
    "refs/tags",
  );
  return names ? names.split("\n") : [];
}

/** A commit, and how a reader knows it. */
export interface Revision {
  readonly commit: string;
  /** `origin/main (91e67cd)`. */
  readonly label: string;
}

/**
 * The commit of a revision, or where there is none named the last that the work has in common with the default branch.
 * @throws UsageError outside a repository, and where there is no such revision
 */
export function findRevision(file: string, base: string | undefined): Revision {
  const folder = dirname(file);
  requireRepository(folder);
  if (base !== undefined) {
    const commit = commitOf(folder, base);
    if (commit === null)
      throw new UsageError(
        `git knows no revision \`${base}\`: ${
          didYouMean(base, revisionNames(folder)) ??
          "a branch of a remote has to be fetched first, such as git fetch origin main"
        }`,
      );
    return revision(folder, commit, base);
  }
  const branch = defaultBranch(folder);
  if (branch === null)
    throw new UsageError(
      "git knows no default branch (main or master): name a revision with --base REVISION.",
    );
  const commit = tryGit(folder, "merge-base", "HEAD", branch);
  if (commit === null)
    throw new UsageError(
      `git finds no commit that HEAD and ${branch} have in common: fetch more of the history, or name a revision with --base REVISION.`,
    );
  const name = commit === commitOf(folder, branch) ? branch : `where it left ${branch}`;
  return revision(folder, commit, name);
}

function revision(folder: string, commit: string, name: string): Revision {
  const short = tryGit(folder, "rev-parse", "--short", commit) ?? commit.slice(0, 7);
  return { commit, label: commit.startsWith(name) ? short : `${name} (${short})` };
}

function commitOf(folder: string, name: string): string | null {
  return tryGit(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
}

function defaultBranch(folder: string): string | null {
  const ofRemote = tryGit(folder, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  const names = [ofRemote, "origin/main", "origin/master", "main", "master"];
  return names.find((name) => name !== null && commitOf(folder, name) !== null) ?? null;
}

/** A file's bytes at a commit; null where it was not there. */
export function readAt(file: string, commit: string): Uint8Array | null {
  const object = `${commit}:./${basename(file)}`;
  if (tryGit(dirname(file), "cat-file", "-e", object) === null) return null;
  return git(dirname(file), "cat-file", "blob", object);
}

/** Where the work stands; null outside a repository, and before the first commit. */
export function findHead(file: string): Revision | null {
  const folder = dirname(file);
  const commit = commitOf(folder, "HEAD");
  if (commit === null) return null;
  const branch = tryGit(folder, "symbolic-ref", "--quiet", "--short", "HEAD");
  return revision(folder, commit, branch ?? commit);
}

/** A revision by its name; null where git does not know it. */
export function findCommit(file: string, name: string): string | null {
  return commitOf(dirname(file), name);
}

/**
 * Files beside `file` that the working tree has otherwise than a commit, or that are new, by path from the repository's root.
 * @param paths from the folder of `file`; those that are not there count as nothing
 */
export function changedSince(file: string, commit: string, paths: readonly string[]): string[] {
  const folder = dirname(file);
  const changed = tryGit(folder, "diff", "--name-only", commit, "--", ...paths) ?? "";
  const untracked =
    tryGit(folder, "ls-files", "--others", "--exclude-standard", "--full-name", "--", ...paths) ?? "";
  return `${changed}\n${untracked}`.split("\n").filter((line) => line !== "");
}

/** How many commits of HEAD a commit does not have. */
export function commitsSince(file: string, commit: string): number {
  return Number(tryGit(dirname(file), "rev-list", "--count", `${commit}..HEAD`) ?? 0);
}

/** When a line (from 1) of a file, as it is at a commit, was written; null where git can't tell, as in a shallow clone. */
export function lineWritten(file: string, commit: string, line: number): EpochMinute | null {
  const folder = dirname(file);
  if (tryGit(folder, "rev-parse", "--is-shallow-repository") !== "false") return null;
  const place = `${line},${line}`;
  const blame = tryGit(folder, "blame", "--porcelain", "-L", place, commit, "--", basename(file));
  const seconds = /^committer-time (\d+)$/m.exec(blame ?? "")?.[1];
  return seconds === undefined ? null : Math.floor(Number(seconds) / 60);
}
