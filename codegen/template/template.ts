import type { Source } from "../source/source.ts";

/** A TOML table as @iarna/toml reads it. */
export type TomlTable = { [key: string]: unknown };

/** `wrangler.template.toml`: what is about the Worker as a deployment. */
export interface Template {
  /** null where there is no such file, and `table` is what the compiler takes instead. */
  readonly source: Source | null;
  readonly table: TomlTable;
}

/** What holds without a template: enough to deploy. */
export const defaultTemplate: TomlTable = {
  main: "src/worker.ts",
  compatibility_date: "2026-11-01",
  observability: { enabled: true },
};

export function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The template's `[env.X]` tables. */
export function environmentTables(table: TomlTable): Record<string, TomlTable> {
  if (!isTable(table.env)) return {};
  return Object.fromEntries(
    Object.entries(table.env).filter((entry): entry is [string, TomlTable] => isTable(entry[1])),
  );
}

/** The Durable Object bindings of the top level or of an environment; null where they have no form that wrangler takes. */
export function objectBindings(table: TomlTable): readonly TomlTable[] | null {
  const objects = table.durable_objects ?? {};
  if (!isTable(objects)) return null;
  const bindings = objects.bindings ?? [];
  return Array.isArray(bindings) && bindings.every(isTable) ? bindings : null;
}
