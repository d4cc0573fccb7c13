import { detectFormat, readers } from "./formats.ts";
import type { Format } from "./formats.ts";
import type { FoundSchedules } from "./found.ts";
import { UnreadableSource } from "./found.ts";
import { jobEntry } from "./job-entry.ts";
import { printJobs } from "./print-jobs.ts";

/** A text to be read, and its name as it is shown. */
export interface ImportSource {
  readonly file: string;
  readonly text: string;
}

export interface Imported {
  /** The `jobs:` to paste; null where no source could be read. */
  readonly yaml: string | null;
  readonly jobCount: number;
  /** How many comments ask a person to decide something. */
  readonly checkCount: number;
  /** Sources that could not be read, and why. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/** Reads schedules of other schedulers and says them in this language. `format` is for all sources; found out where it is left out. */
export function importSchedules(sources: readonly ImportSource[], format?: Format): Imported {
  const read = sources.map((source) => ({ file: source.file, ...readSource(source, format) }));
  const problems = read.flatMap(({ file, message }) => (message === undefined ? [] : [{ file, message }]));
  const found = read.flatMap(({ file, found: each }) => (each ? [{ file, ...each }] : []));
  const taken = new Set<string>();
  const entries = found.flatMap(({ file, jobs, scheduler }) =>
    jobs.map((job) => jobEntry(file, job, scheduler, taken)),
  );
  const yaml = found.length === 0 ? null : printJobs(found, entries);
  return {
    yaml,
    jobCount: taken.size,
    checkCount: yaml?.match(/# (?:\S+: )?CHECK:/g)?.length ?? 0,
    problems,
  };
}

function readSource(
  { file, text }: ImportSource,
  named: Format | undefined,
): { readonly found?: FoundSchedules; readonly message?: string } {
  const format = named ?? detectFormat(file, text);
  if (format === null) return { message: unknownText };
  try {
    return { found: readers[format](file, text.replace(/^\uFEFF/, "")) };
  } catch (error) {
    if (error instanceof UnreadableSource) return { message: `${error.message}. ${readAs(format, named)}` };
    throw error;
  }
}

function readAs(format: Format, named: Format | undefined): string {
  return named
    ? `It was read as ${names[format]}, as --format says: mend the file, or say what else it is`
    : `It was taken for ${names[format]}: mend the file, or say with --format what else it is`;
}

const names = {
  crontab: "a crontab",
  wrangler: "wrangler's configuration",
  vercel: "a vercel.json",
  kubernetes: "a Kubernetes CronJob",
  github: "a GitHub workflow",
} as const satisfies Record<Format, string>;

const unknownText =
  "it is nothing that is understood here: a crontab, a wrangler.toml, wrangler.json or wrangler.jsonc with crons, a " +
  "vercel.json with crons, a Kubernetes CronJob, or a GitHub workflow with a schedule. If it is one of them, say which with --format";
