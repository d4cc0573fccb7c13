import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { listed } from "../schema/texts.ts";
import type { Source } from "../source/source.ts";
import type { TomlPath } from "../template/find-key.ts";
import { spanOfTomlKey } from "../template/find-key.ts";
import { environmentKeys, topLevelKeys } from "../template/known-keys.ts";
import { ownedKeys } from "../template/owned-keys.ts";
import type { Template, TomlTable } from "../template/template.ts";
import { environmentTables, objectBindings } from "../template/template.ts";
import { ledgerBinding } from "./owned-names.ts";

/**
 * Reports SCH503 (a key or binding that the compiler owns), SCH504 (an unknown environment), SCH505 (a route for all),
 * SCH507 (Durable Object bindings that the ledger's can't be added to), SCH508 (no code or no compatibility date) and
 * SCH509 (a key that is most likely misspelt).
 */
export function checkTemplate({ source, table }: Template, raw: RawSchedules): Diagnostic[] {
  if (!source) return [];
  const names = Object.keys(raw.environments);
  const environments = environmentTables(table);
  const tables = [
    { each: table, path: [] },
    ...Object.entries(environments).map(([name, each]) => ({ each, path: ["env", name] })),
  ];
  return [
    ...tables.flatMap(({ each, path }) => [
      ...ownedKeysIn(source, each, path),
      ...ownedBindingsIn(source, each, [...path, "durable_objects"]),
      ...misspeltKeysIn(source, each, path),
    ]),
    ...Object.keys(neededKeys)
      .filter((key) => !(key in table) && !names.every((name) => key in (environments[name] ?? {})))
      .map((key) => missingKey(source, key)),
    ...Object.keys(environments)
      .filter((name) => !names.includes(name))
      .map((name) => unknownEnvironment(source, name, names)),
    ...(names.length > 1 ? ["route", "routes"] : [])
      .filter((key) => key in table)
      .map((key) => routeForAll(source, key)),
  ];
}

function ownedKeysIn(source: Source, table: TomlTable, path: readonly string[]): Diagnostic[] {
  return Object.entries(ownedKeys)
    .filter(([key]) => key in table)
    .map(([key, where]) =>
      diagnostic(
        "SCH503",
        spanOfTomlKey(source, [...path, key]),
        `the compiler writes \`${key}\` itself: ${where}`,
        {
          hint: "remove it from the template",
        },
      ),
    );
}

function ownedBindingsIn(source: Source, table: TomlTable, path: TomlPath): Diagnostic[] {
  const bindings = objectBindings(table);
  if (!bindings) {
    const message = "the ledger's binding can't be added here: `durable_objects` is no table with `bindings`";
    const hint = "write [[durable_objects.bindings]] for each, or remove it";
    return [diagnostic("SCH507", spanOfTomlKey(source, path), message, { hint })];
  }
  return bindings.flatMap(({ name }, index) => {
    if (name !== ledgerBinding.name) return [];
    const span = spanOfTomlKey(source, [...path, "bindings", index, "name"]);
    const message = `the compiler writes the binding \`${name}\` itself: every environment has its ledger`;
    return [diagnostic("SCH503", span, message, { hint: "remove it, or give it another name" })];
  });
}

/** Those alone that are near to a key of wrangler's: a newer wrangler may know more keys, and says itself what it does not know. */
function misspeltKeysIn(source: Source, table: TomlTable, path: readonly string[]): Diagnostic[] {
  const known = path.length === 0 ? topLevelKeys : environmentKeys;
  return Object.keys(table).flatMap((key) => {
    const hint = known.includes(key) ? undefined : didYouMean(key, known);
    if (hint === undefined) return [];
    const message = `wrangler knows no key \`${key}\` here, and would go on without it`;
    return [diagnostic("SCH509", spanOfTomlKey(source, [...path, key]), message, { hint })];
  });
}

/** What wrangler deploys no Worker without, with a hint. */
const neededKeys: Readonly<Record<string, string>> = {
  main: 'write main = "src/worker.ts", the Worker\'s code',
  compatibility_date:
    'write compatibility_date = "2026-11-01", the day whose Workers runtime the code was tried with',
};

function missingKey(source: Source, key: string): Diagnostic {
  const message = `the template lacks \`${key}\`, without which wrangler deploys nothing`;
  return diagnostic("SCH508", { source, start: 0, end: 0 }, message, { hint: neededKeys[key] });
}

function unknownEnvironment(source: Source, name: string, names: readonly string[]): Diagnostic {
  const message = `there is no environment \`${name}\` in schedules.yaml: it has ${listed(names)}`;
  return diagnostic("SCH504", spanOfTomlKey(source, ["env", name]), message, {
    hint: didYouMean(name, names),
  });
}

function routeForAll(source: Source, key: string): Diagnostic {
  const message = `a \`${key}\` at the top level goes to every environment: the one deployed last would take it`;
  return diagnostic("SCH505", spanOfTomlKey(source, [key]), message, {
    hint: "put it under the [env.X] that it belongs to",
  });
}
