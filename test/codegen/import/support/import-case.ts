import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Imported } from "../../../../codegen/import/import-schedules.ts";
import { importSchedules } from "../../../../codegen/import/import-schedules.ts";

/**
 * A folder under `test/fixtures/import`: files of other schedulers, and `expected.yaml`, what is printed of them. Expressions are
 * those of well-known public projects, as far as the files name them; all else in them is ours.
 */
export interface ImportCase {
  readonly name: string;
  readonly folder: string;
}

const fixtures = fileURLToPath(new URL("../../../fixtures/import/", import.meta.url));
const golden = "expected.yaml";

export function importCases(): ImportCase[] {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(fixtures, name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function importCase({ folder }: ImportCase): Imported {
  const files = readdirSync(folder).filter((file) => file !== golden);
  return importSchedules(
    files.toSorted().map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") })),
  );
}

/** What the golden file of a case should hold. `npm run test:update` writes it, and nothing else does. */
export function importFiles(each: ImportCase): Map<string, string> {
  return new Map([[golden, importCase(each).yaml ?? ""]]);
}
