import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cannotWrite } from "./file-fault.ts";

/**
 * Writes a file whole or not at all: beside it first, then by rename. Its folder must be there.
 * @throws UsageError where it can't be written
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  try {
    const present = statSync(path, { throwIfNoEntry: false });
    // In the place of a device, such as /dev/stdout, a rename would put a file; a folder fails here and now.
    if (present && !present.isFile()) writeFileSync(path, content);
    // A link stays one: what it leads to is replaced.
    else replace(present ? realpathSync(path) : path, content, present?.mode);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function replace(target: string, content: string | Uint8Array, mode: number | undefined): void {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
