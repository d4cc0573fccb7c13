import type { FoundSchedules } from "./found.ts";
import { at, itemsOf, parseDocuments, parseJsonc } from "./parse-documents.ts";
import type { ParsedDocument } from "./parse-documents.ts";
import { readCrontab } from "./read-crontab.ts";
import { readGithubWorkflow } from "./read-github-workflow.ts";
import { readKubernetes } from "./read-kubernetes.ts";
import { readVercel } from "./read-vercel.ts";
import { readWrangler } from "./read-wrangler.ts";

/** Reads a text; `file` is its name, as the place of a crontab says what stands in it. Throws `UnreadableSource`. */
export type Reader = (file: string, text: string) => FoundSchedules;

export const readers = {
  crontab: readCrontab,
  wrangler: readWrangler,
  vercel: readVercel,
  kubernetes: readKubernetes,
  github: readGithubWorkflow,
} as const satisfies Record<string, Reader>;

export type Format = keyof typeof readers;
export const formats = Object.keys(readers) as Format[];

const byName: readonly (readonly [RegExp, Format])[] = [
  [/(?:^|\/)vercel\.jsonc?$/, "vercel"],
  [/(?:^|\/)wrangler[\w.-]*\.(?:toml|jsonc?)$/, "wrangler"],
  [/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, "github"],
  [/(?:^|\/)cron\.d\/|(?:^|\/|\.)(?:crontab|cron)(?:\.txt|\.in)?$|(?:^|\/)crontabs?(?:\/|$)/, "crontab"],
];

/** What a file is, by its name or else by what stands in it; null where neither says it. */
export function detectFormat(file: string, text: string): Format | null {
  const path = file.replaceAll("\\", "/");
  return byName.find(([pattern]) => pattern.test(path))?.[1] ?? byContent(text);
}

function byContent(text: string): Format | null {
  if (/^\s*\[(?:env\.[\w-]+\.)?triggers\]|^\s*crons\s*=/m.test(text)) return "wrangler";
  const documents = parsed(text);
  if (documents.some(({ value }) => at(value, "crons") !== undefined)) return "vercel";
  if (documents.some(({ value }) => at(value, "triggers", "crons") !== undefined)) return "wrangler";
  if (documents.some(({ value }) => isCronJob(value))) return "kubernetes";
  if (documents.some(({ value }) => at(value, "on", "schedule") !== undefined)) return "github";
  return /^\s*(?:@\w+|(?:[\d*][\w*,/~?-]*\s+){3}\S+\s+\S+)\s+\S/m.test(text) ? "crontab" : null;
}

function isCronJob(value: unknown): boolean {
  return [value, ...itemsOf(at(value, "items"))].some((each) => at(each, "kind") === "CronJob");
}

/** None where it is neither JSON nor YAML, which a crontab seldom is. */
function parsed(text: string): ParsedDocument[] {
  try {
    return /^\s*(?:[{[]|\/[/*])/.test(text) ? [parseJsonc(text)] : parseDocuments(text);
  } catch {
    return [];
  }
}
