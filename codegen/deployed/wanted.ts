import type { CompiledEnvironment } from "../compiled.ts";
import { secretNames } from "../passes/owned-names.ts";
import type { TomlTable } from "../template/template.ts";
import type { Calls } from "./calls.ts";
import { callsFor } from "./calls.ts";
import { environmentTables, isTable, objectBindings } from "../template/template.ts";

/** What the repository says of one environment's Worker, as its wrangler.toml has it. */
export interface Wanted {
  readonly environment: string;
  /** How to act on it. */
  readonly calls: Calls;
  readonly worker: string;
  /** That the template names; wrangler takes it before anything else. */
  readonly accountId: string | null;
  /** The Worker's module. */
  readonly main: string;
  /** Sorted. */
  readonly crons: readonly string[];
  readonly vars: ReadonlyMap<string, string>;
  /** Without them a deploy fails. */
  readonly requiredSecrets: readonly string[];
  /** Those that the Worker reads where they are set. */
  readonly optionalSecrets: readonly string[];
  /** By name: `Durable Object Ledger`; null where the kind is left to Cloudflare's word for it. */
  readonly bindings: ReadonlyMap<string, string | null>;
  readonly compatibilityDate: string | null;
  /** Sorted. */
  readonly compatibilityFlags: readonly string[];
}

/**
 * @param wrangler the generated wrangler.toml, parsed
 * @param config the schedules, as the command was told
 */
export function wantedOf(
  { environment, triggers, secrets }: CompiledEnvironment,
  wrangler: TomlTable,
  config: string,
): Wanted {
  const table = environmentTables(wrangler)[environment.name] ?? {};
  const inherited = (key: string) => table[key] ?? wrangler[key];
  const text = (key: string) => {
    const value = inherited(key);
    return typeof value === "string" ? value : null;
  };
  const flags = inherited("compatibility_flags");
  return {
    environment: environment.name,
    calls: callsFor(environment.name, config),
    worker: environment.worker,
    accountId: text("account_id"),
    main: text("main") ?? "",
    crons: triggers.map(({ cron }) => cron).toSorted(),
    vars: new Map(
      Object.entries(isTable(table.vars) ? table.vars : {}).map(([name, value]) => [name, varText(value)]),
    ),
    requiredSecrets: secrets,
    optionalSecrets: optionalSecrets(secrets),
    bindings: bindingsOf(table),
    compatibilityDate: text("compatibility_date"),
    compatibilityFlags: Array.isArray(flags) ? flags.map(String).toSorted() : [],
  };
}

/** A var's value as text: one that is no text is JSON for Cloudflare, and another value than the same text. */
export function varText(value: unknown): string {
  return typeof value === "string" ? value : `${JSON.stringify(value)} (JSON)`;
}

function optionalSecrets(required: readonly string[]): string[] {
  const known = [...secretNames, ...required];
  return [...secretNames, ...known.map((name) => `${name}_PREVIOUS`)].filter(
    (name) => !required.includes(name),
  );
}

/** Whatever has a `binding`, as wrangler names it nearly everywhere; Durable Objects and a few others have a `name`. */
function bindingsOf(table: TomlTable): ReadonlyMap<string, string | null> {
  const objects = (objectBindings(table) ?? []).map((each): [string, string] => [
    String(each.name),
    `Durable Object ${String(each.class_name)}`,
  ]);
  const named = ["send_email", "ratelimits"].flatMap((key) => {
    const list = table[key];
    return Array.isArray(list)
      ? list.filter(isTable).map((each): [string, null] => [String(each.name), null])
      : [];
  });
  return new Map<string, string | null>([...namesUnder(table), ...named, ...objects]);
}

function namesUnder(value: unknown): [string, null][] {
  if (Array.isArray(value)) return value.flatMap(namesUnder);
  if (!isTable(value)) return [];
  const own = typeof value.binding === "string" ? [[value.binding, null] satisfies [string, null]] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, inner]) => (key === "vars" ? [] : namesUnder(inner))),
  ];
}
