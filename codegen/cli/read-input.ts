import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "@iarna/toml";
import type { CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isTable } from "../template/template.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { readFault } from "./file-fault.ts";

export const templateName = "wrangler.template.toml";

/**
 * Reads the schedules and the template beside them. Reports SCH010 where the schedules can't be read.
 *
 * @param ifMissing what to do where there is no such file
 */
export function readInput(
  config: string,
  out: string = dirname(config),
  ifMissing = "name the file with --config FILE, or write a first one: npm run init",
): { input: CompileInput | null; diagnostics: Diagnostic[] } {
  const templateFile = join(dirname(config), templateName);
  try {
    const bytes = readFileSync(config);
    const template = {
      file: templateFile,
      bytes: existsSync(templateFile) ? readFileSync(templateFile) : null,
    };
    const nowMinute = Math.floor(Date.now() / 60_000);
    const input = { nowMinute, present: presentCrons(out), config: { file: config, bytes }, template };
    return { input, diagnostics: [] };
  } catch (error) {
    const { code, path = config } = error as NodeJS.ErrnoException;
    const { why, remedy } = readFault(error);
    const span = { source: { file: path, text: "" }, start: 0, end: 0 };
    const hint = code === "ENOENT" ? ifMissing : remedy;
    return {
      input: null,
      diagnostics: [diagnostic("SCH010", span, `\`${path}\` can't be read: ${why}`, { hint })],
    };
  }
}

/** The crons of the wrangler.toml that stands there now, by environment; none where it can't be read. */
function presentCrons(out: string): Record<string, string[]> {
  const file = join(out, "wrangler.toml");
  try {
    return cronsIn(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** The crons of a wrangler.toml's text, by environment; none where it is no TOML. */
export function cronsIn(text: string): Record<string, string[]> {
  try {
    const { env } = parse(text);
    if (!isTable(env)) return {};
    return Object.fromEntries(
      Object.entries(env).map(([name, table]) => {
        const crons = isTable(table) && isTable(table.triggers) ? table.triggers.crons : [];
        return [name, Array.isArray(crons) ? crons.map(String) : []];
      }),
    );
  } catch {
    // It is about to be written anew; only a tie between two packings would have asked it.
    return {};
  }
}
