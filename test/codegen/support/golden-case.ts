import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import type { CompileResult } from "../../../codegen/compile.ts";
import { compile } from "../../../codegen/compile.ts";
import type { Severity } from "../../../codegen/diagnostics/diagnostic.ts";
import { range } from "../../../codegen/diagnostics/diagnostic.ts";
import { countText, printText } from "../../../codegen/diagnostics/print-text.ts";

/** A folder under `test/fixtures/ok` (compiles) or `test/fixtures/err` (does not). */
export interface GoldenCase {
  readonly kind: "ok" | "err";
  readonly name: string;
  readonly folder: string;
}

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const config = "schedules.yaml";
const template = "wrangler.template.toml";

/** The golden files that a case may have. Nothing else in its folder but the input. */
export const goldenNames = ["expected.txt", "job-map.ts", "wrangler.toml"] as const;

export function goldenCases(): GoldenCase[] {
  return (["ok", "err"] as const).flatMap((kind) =>
    readdirSync(join(fixtures, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ kind, name, folder: join(fixtures, kind, name) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

/** Compiles a case. One without a template of its own takes the shared one, or each would begin with SCH501. */
export function compileCase({ folder }: GoldenCase): CompileResult {
  const own = join(folder, template);
  return compile({
    nowMinute: Date.UTC(2026, 10, 23) / 60_000,
    config: { file: config, bytes: readFileSync(join(folder, config)) },
    template: { file: template, bytes: readFileSync(existsSync(own) ? own : join(fixtures, template)) },
  });
}

/** What the golden files of a case should hold; a name that is left out must have no file. */
export function goldenFiles({ diagnostics, files }: CompileResult): Map<string, string> {
  const printed = `${printText(diagnostics, pc.createColors(false))}\n\n${countText(diagnostics)}\n`;
  const expected = new Map<string, string>();
  if (diagnostics.length > 0) expected.set("expected.txt", printed);
  for (const [path, text] of files) {
    if (path === "wrangler.toml") expected.set(path, text);
    if (path === "src/generated/job-map.ts") expected.set("job-map.ts", text);
  }
  return expected;
}

/** `schedules.yaml:7 error SCH204`: where a diagnostic must be. */
export type Mark = string;

/** What the comments `# ERROR SCH204` (or WARNING, INFO; several codes in a row) of a case's input ask for, sorted. */
export function marksOf({ folder }: GoldenCase): Mark[] {
  return [config, template]
    .filter((file) => existsSync(join(folder, file)))
    .flatMap((file) =>
      readFileSync(join(folder, file), "latin1")
        .split("\n")
        .flatMap((text, index) =>
          Array.from(
            text.matchAll(/#.*\b(ERROR|WARNING|INFO) ((?:SCH\d{3} ?)+)/g),
            ([, severity = "", codes = ""]) =>
              codes
                .trim()
                .split(" ")
                .map((code) => mark(file, index + 1, severity.toLowerCase() as Severity, code)),
          ).flat(),
        ),
    )
    .toSorted();
}

/** Where diagnostics are, each place and code once, sorted: to be compared with the marks. */
export function marksFound({ diagnostics }: CompileResult): Mark[] {
  const found = diagnostics.map(({ code, severity, span }) =>
    mark(span.source.file, range(span).line, severity, code),
  );
  return [...new Set(found)].toSorted();
}

function mark(file: string, line: number, severity: Severity, code: string): Mark {
  return `${file}:${line} ${severity} ${code}`;
}
