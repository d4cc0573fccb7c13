import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** Writes a file whole or not at all: beside it first, then by rename. Its folder must be there. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const present = statSync(path, { throwIfNoEntry: false });
  // What a rename over a directory fails with depends on the system.
  if (present?.isDirectory()) throw cannotReplace(path, { code: "EISDIR" });
  // A link stays one: what it leads to is replaced.
  const target = present ? realpathSync(path) : path;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: present?.mode });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotReplace(path, error as NodeJS.ErrnoException);
  }
}

function cannotReplace(path: string, { code }: { readonly code?: string }): UsageError {
  const why =
    {
      ENOENT: "its folder is not there",
      EISDIR: "it is a directory",
      EACCES: "writing there is not allowed",
    }[code ?? ""] ?? code;
  return new UsageError(`\`${path}\` can't be written: ${why}.`);
}
