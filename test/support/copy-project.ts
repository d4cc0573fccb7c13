import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const PARTS = [
  "package.json",
  "tsconfig.json",
  "schedules.yaml",
  "schedules.openapi.yaml",
  "schedules.schema.json",
  "wrangler.template.toml",
  "wrangler.toml",
  "codegen",
  "dev",
  "examples",
  "src",
];

/** A copy of this project in a new folder, for a test that edits it; `remove` ends it. */
export function copyProject(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "schedules-"));
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
