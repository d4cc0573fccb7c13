import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { spanOfTomlKey } from "../template/find-key.ts";
import { readTemplate } from "../template/read-template.ts";
import { defaultTemplate, environmentTables } from "../template/template.ts";

/**
 * What lies about wrangler.toml that a deploy would stumble over. Reports SCH506 (another configuration of wrangler's) and
 * SCH510 (the Worker's code is not where the template says).
 *
 * @param out the folder that wrangler.toml is written to
 */
export function checkSurroundings(out: string, { template }: CompileInput): Diagnostic[] {
  return [...strayConfigs(out), ...missingCode(out, template)];
}

function strayConfigs(out: string): Diagnostic[] {
  return ["wrangler.json", "wrangler.jsonc"]
    .map((name) => join(out, name))
    .filter((file) => existsSync(file))
    .map((file) => {
      const span = { source: { file, text: "" }, start: 0, end: 0 };
      const message = `wrangler takes \`${file}\` in place of the generated wrangler.toml`;
      return diagnostic("SCH506", span, message, {
        hint: "remove it, or call wrangler with -c wrangler.toml",
      });
    });
}

function missingCode(out: string, { file, bytes }: CompileInput["template"]): Diagnostic[] {
  const { source, table } = readTemplate(file, bytes, { file, text: "" }).template ?? {};
  if (!source || !table) return [];
  const tables = [
    { each: table, path: ["main"] },
    ...Object.entries(environmentTables(table)).map(([name, each]) => ({
      each,
      path: ["env", name, "main"],
    })),
  ];
  // With --out the files may be on their way to another place.
  const isThere = (name: string) => [out, dirname(file)].some((folder) => isFile(join(folder, name)));
  return tables.flatMap(({ each: { main }, path }) => {
    if (typeof main !== "string" || isThere(main)) return [];
    const message = `\`main\` is the Worker's code, and there is no file \`${join(out, main)}\``;
    const usual = String(defaultTemplate.main);
    const hint = isThere(usual)
      ? `write main = "${usual}"`
      : `its path is seen from \`${out}\`, where wrangler.toml is: name the file, or bring it there`;
    return [diagnostic("SCH510", spanOfTomlKey(source, path), message, { hint })];
  });
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
