import { basename, dirname, join, relative } from "node:path";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { git, tryGit } from "./git-run.ts";

/** A file as it is at a commit. */
export interface CommittedFile {
  /** A folder that is there today, from which git is asked. */
  readonly folder: string;
  /** Its path from that folder; in a later commit, or in the working tree, it may have another. */
  readonly path: string;
  readonly commit: string;
}

/** A file of the working tree as it is at a commit, under the name that it has there; null where it was not there. */
export function fileAt(file: string, commit: string): CommittedFile | null {
  const same = { folder: dirname(file), path: basename(file), commit };
  if (isThere(same)) return same;
  const path = nameBefore(same);
  return path === null ? null : { ...same, path };
}

/** The bytes of a file. */
export function readCommitted(file: CommittedFile): Uint8Array {
  return git(file.folder, "cat-file", "blob", objectOf(file));
}

/** The bytes of a file that lies beside another in its commit; null where there is none. */
export function readBeside(file: CommittedFile, name: string): Uint8Array | null {
  const beside = { ...file, path: join(dirname(file.path), name) };
  return isThere(beside) ? readCommitted(beside) : null;
}

/** When a line (from 1) of a file was written; null where git can't tell, as in a shallow clone. */
export function lineWritten({ folder, path, commit }: CommittedFile, line: number): EpochMinute | null {
  if (tryGit(folder, "rev-parse", "--is-shallow-repository") !== "false") return null;
  const place = `${line},${line}`;
  const blame = tryGit(folder, "blame", "--porcelain", "-L", place, commit, "--", path);
  const seconds = /^committer-time (\d+)$/m.exec(blame ?? "")?.[1];
  return seconds === undefined ? null : Math.floor(Number(seconds) / 60);
}

function isThere(file: CommittedFile): boolean {
  return tryGit(file.folder, "cat-file", "-e", objectOf(file)) !== null;
}

/** `./` and `../` are seen from the folder; without them git would begin at the repository's root. */
function objectOf({ path, commit }: CommittedFile): string {
  return `${commit}:${path.startsWith("../") ? path : `./${path}`}`;
}

/** What git knows of the working tree is taken for renamed where at least half of the text is the same. */
function nameBefore({ folder, path, commit }: CommittedFile): string | null {
  const options = ["--find-renames", "--diff-filter=R", "--name-status", "-z", "--no-relative"];
  const prefix = tryGit(folder, "rev-parse", "--show-prefix") ?? "";
  const fields = (tryGit(folder, "diff", ...options, commit) ?? "").split("\0");
  const index = fields.findIndex((field, at) => at % 3 === 2 && field === `${prefix}${path}`);
  const before = fields[index - 1];
  return before === undefined ? null : relative(`/${prefix}`, `/${before}`);
}
