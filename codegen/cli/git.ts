import { dirname } from "node:path";
import { didYouMean } from "../schema/did-you-mean.ts";
import { commitOf, isInRepository, tryGit } from "./git-run.ts";
import { UsageError } from "./usage-error.ts";

const compareFiles = "two files can be compared: npm run plan -- old.yaml new.yaml";

function requireRepository(folder: string): void {
  if (isInRepository(folder, compareFiles)) return;
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

/** A commit and its name. */
export function revision(folder: string, commit: string, name: string): Revision {
  const short = tryGit(folder, "rev-parse", "--short", commit) ?? commit.slice(0, 7);
  return { commit, label: commit.startsWith(name) ? short : `${name} (${short})` };
}

function defaultBranch(folder: string): string | null {
  const ofRemote = tryGit(folder, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  const names = [ofRemote, "origin/main", "origin/master", "main", "master"];
  return names.find((name) => name !== null && commitOf(folder, name) !== null) ?? null;
}
