import { readFileSync } from "node:fs";
import type { Format } from "../import/formats.ts";
import type { ImportSource } from "../import/import-schedules.ts";
import { importSchedules } from "../import/import-schedules.ts";
import { cannotRead } from "./file-fault.ts";
import { countOf } from "../text/count-of.ts";

export interface ImportOptions {
  readonly format?: Format;
}

/** `import`: prints the `jobs:` that other schedulers' files come to. Returns whether any could be read. */
export function importFiles(files: readonly string[], { format }: ImportOptions): boolean {
  const { yaml, jobCount, checkCount, problems } = importSchedules(files.map(readSource), format);
  for (const { file, message } of problems) process.stderr.write(`${file}: ${message}.\n`);
  if (yaml === null) return false;
  process.stdout.write(yaml);
  const marked =
    checkCount === 0 ? "" : ` ${countOf(checkCount, "comment")} marked CHECK: decide what each asks.`;
  process.stderr.write(
    `${countOf(jobCount, "job")} from ${files.length - problems.length} of ${countOf(files.length, "file")}.${marked}\n`,
  );
  return true;
}

/** `-` is standard input, as in `crontab -l | npm run import -- -`. */
function readSource(file: string): ImportSource {
  try {
    return { file: file === "-" ? "stdin" : file, text: readFileSync(file === "-" ? 0 : file, "utf8") };
  } catch (error) {
    throw cannotRead(file, error);
  }
}
