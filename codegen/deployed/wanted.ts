import type { CompiledEnvironment } from "../compiled.ts";
import { secretNames } from "../passes/owned-names.ts";
import type { TomlTable } from "../template/template.ts";
import { environmentTables, isTable, objectBindings } from "../template/template.ts";

/** What the repository says of one environment's Worker, as its wrangler.toml has it. */
export interface Wanted {
  readonly environment: string;
  readonly worker: string;
  /** Sorted. */
  readonly crons: readonly string[];
  readonly vars: ReadonlyMap<string, string>;
  /** Without them a deploy fails. */
  readonly requiredSecrets: readonly string[];
  /** Those that the Worker reads where they are set. */
  readonly optionalSecrets: readonly string[];
  readonly objects: ReadonlyMap<string, string>;
  readonly compatibilityDate: string | null;
}

/** @param wrangler the generated wrangler.toml, parsed */
export function wantedOf(
  { environment, triggers, secrets }: CompiledEnvironment,
  wrangler: TomlTable,
): Wanted {
  const table = environmentTables(wrangler)[environment.name] ?? {};
  const date = table.compatibility_date ?? wrangler.compatibility_date;
  return {
    environment: environment.name,
    worker: environment.worker,
    crons: triggers.map(({ cron }) => cron).toSorted(),
    vars: new Map(
      Object.entries(isTable(table.vars) ? table.vars : {}).map(([name, value]) => [name, varText(value)]),
    ),
    requiredSecrets: secrets,
    optionalSecrets: [
      ...secretNames,
      ...[...secretNames, ...secrets].map((name) => `${name}_PREVIOUS`),
    ].filter((name) => !secrets.includes(name)),
    objects: new Map(
      (objectBindings(table) ?? []).map((each) => [String(each.name), String(each.class_name)]),
    ),
    compatibilityDate: typeof date === "string" ? date : null,
  };
}

/** A var's value as text: Cloudflare keeps what is no text as JSON. */
export function varText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
