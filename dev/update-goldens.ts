import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosticsDoc } from "./diagnostics-doc.ts";
import { root } from "./paths.ts";
import {
  compileCase,
  goldenCases,
  goldenFiles,
  goldenNames,
  marksFound,
  marksOf,
} from "../test/codegen/support/golden-case.ts";
import { importCases, importFiles } from "../test/codegen/import/support/import-case.ts";
import { planCases, planFiles } from "../test/codegen/plan/support/plan-case.ts";
import { previewCases, previewFiles } from "../test/codegen/preview/support/preview-case.ts";

/**
 * `npm run test:update`: the only thing that writes the expected files of `test/fixtures`, and docs/diagnostics.md.
 * Read what it changed.
 */
if (process.env.CI) {
  process.stderr.write(
    "CI compares the expected files and never writes them: run this where you can read the difference.\n",
  );
  process.exit(1);
}

writeFileSync(new URL("docs/diagnostics.md", root), diagnosticsDoc());

for (const each of goldenCases()) {
  const result = compileCase(each);
  const expected = goldenFiles(result);
  for (const name of goldenNames) {
    const path = join(each.folder, name);
    const text = expected.get(name);
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
  }
  const wanted = marksOf(each);
  const found = marksFound(result);
  const missing = wanted.filter((mark) => !found.includes(mark)).map((mark) => `  - ${mark}`);
  const added = found.filter((mark) => !wanted.includes(mark)).map((mark) => `  + ${mark}`);
  if (missing.length + added.length > 0) {
    process.stdout.write(
      `${each.kind}/${each.name}: the marks in the comments say otherwise\n${[...missing, ...added].join("\n")}\n`,
    );
    process.exitCode = 1;
  }
}

for (const each of previewCases()) {
  for (const [name, text] of previewFiles(each)) writeFileSync(join(each.folder, name), text);
}

for (const each of importCases()) {
  for (const [name, text] of importFiles(each)) writeFileSync(join(each.folder, name), text);
}

for (const each of planCases()) {
  for (const [name, text] of planFiles(each)) writeFileSync(join(each.folder, name), text);
}
