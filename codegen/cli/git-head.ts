import { dirname } from "node:path";
import type { Revision } from "./git.ts";
import { revision } from "./git.ts";
import { commitOf, git, isInRepository, tryGit } from "./git-run.ts";

/**
 * Where the work stands; null outside a repository, and before the first commit.
 * @throws UsageError where git can't be asked
 */
export function findHead(file: string): Revision | null {
  const folder = dirname(file);
  const commit = isInRepository(folder) ? commitOf(folder, "HEAD") : null;
  if (commit === null) return null;
  const branch = tryGit(folder, "symbolic-ref", "--quiet", "--short", "HEAD");
  return revision(folder, commit, branch ?? commit);
}

/** A commit by all of its hex digits; null where git does not have it. Another name, such as a branch's, is none. */
export function findCommit(file: string, id: string): string | null {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? commitOf(dirname(file), id) : null;
}

/**
 * Files that the working tree has otherwise than a commit, or that are new, by path from the repository's root.
 * @param paths from the folder of `file`; those that are not there count as nothing
 */
export function changedSince(file: string, commit: string, paths: readonly string[]): string[] {
  const folder = dirname(file);
  const list = (...args: readonly string[]) =>
    git(folder, ...args, "--", ...paths)
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  return [
    ...list("diff", "--name-only", commit),
    ...list("ls-files", "--others", "--exclude-standard", "--full-name"),
  ];
}

/** How many commits one has that another has not. */
export function commitsBeyond(file: string, commit: string, other: string): number {
  return Number(git(dirname(file), "rev-list", "--count", `${other}..${commit}`).toString());
}

/** The nearest file of this name in a folder or above it, up to the repository's root, as a path from the folder. */
export function nearestAbove(file: string, name: string): string | null {
  const folder = dirname(file);
  const steps = (tryGit(folder, "rev-parse", "--show-cdup") ?? "").split("/").filter((part) => part === "..");
  const places = ["", ...steps.map((_, index) => "../".repeat(index + 1))];
  return (
    places
      .map((place) => `${place}${name}`)
      .find((path) => tryGit(folder, "ls-files", "--error-unmatch", "--", path) !== null) ?? null
  );
}
