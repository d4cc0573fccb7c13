import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OutputFiles } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { cannotWrite } from "./file-fault.ts";
import { UsageError } from "./usage-error.ts";

/** A file to write and what stands there now. */
interface Output {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly current: string | null;
}

function outputs(out: string, files: OutputFiles): Output[] {
  return Array.from(files, ([name, text]) => {
    const path = join(out, name);
    return { name, path, text, current: readIfThere(path) };
  });
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cannotWrite(path, error, unchanged);
  }
}

/** Reports SCH601 for every file that is not, byte for byte, what would be generated. */
export function staleFiles(out: string, files: OutputFiles): Diagnostic[] {
  return outputs(out, files)
    .filter(({ text, current }) => text !== current)
    .map(({ path, text, current }) => {
      const hint = "run `npm run generate` and commit what it writes";
      const source = { file: path, text: current ?? "" };
      if (current === null)
        return diagnostic("SCH601", { source, start: 0, end: 0 }, `\`${path}\` is missing`, { hint });
      const start = firstDifferentLine(current, text);
      return diagnostic(
        "SCH601",
        { source, start, end: start + 1 },
        `\`${path}\` is out of date: it differs from here on`,
        { hint },
      );
    });
}

/** Offset of the line in which two texts first differ. */
function firstDifferentLine(current: string, text: string): number {
  let offset = 0;
  while (offset < current.length && current[offset] === text[offset]) offset += 1;
  return current.lastIndexOf("\n", offset - 1) + 1;
}

const unchanged = "Nothing was changed.";

function temporary(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/**
 * Writes what differs, all or none: every new content is first written beside its file, then they are renamed
 * into place; where one can't be, those before it are put back. Returns the names with what became of each.
 */
export function writeOutputs(out: string, files: OutputFiles): { name: string; written: boolean }[] {
  const all = outputs(out, files);
  const changed = all.filter(({ text, current }) => text !== current);
  const done: Output[] = [];
  try {
    for (const { path, text } of changed) {
      mkdirSync(dirname(path), { recursive: true });
      // A rename over a directory fails half way, so it is refused here.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
        throw cannotWrite(path, { code: "EISDIR" }, unchanged);
      writeFileSync(temporary(path), text);
    }
    for (const output of changed) {
      renameSync(temporary(output.path), output.path);
      done.push(output);
    }
  } catch (error) {
    for (const { path, current } of done) {
      if (current === null) rmSync(path, { force: true });
      else writeFileSync(path, current);
    }
    const failed = (error as NodeJS.ErrnoException).path ?? out;
    const path = changed.find((each) => temporary(each.path) === failed)?.path ?? failed;
    throw error instanceof UsageError ? error : cannotWrite(path, error, unchanged);
  } finally {
    for (const { path } of changed) rmSync(temporary(path), { force: true });
  }
  return all.map(({ name, text, current }) => ({ name, written: text !== current }));
}
