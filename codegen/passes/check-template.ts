import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { listed } from "../schema/texts.ts";
import type { Source } from "../source/source.ts";
import { spanOfTomlKey } from "../template/find-key.ts";
import { ownedKeys } from "../template/owned-keys.ts";
import type { Template, TomlTable } from "../template/template.ts";
import { environmentTables } from "../template/template.ts";

/** Reports SCH503 (a key that the compiler owns), SCH504 (an unknown environment) and SCH505 (a route for all). */
export function checkTemplate({ source, table }: Template, raw: RawSchedules): Diagnostic[] {
  if (!source) return [];
  const names = Object.keys(raw.environments);
  return [
    ...ownedKeysIn(source, table, []),
    ...Object.entries(environmentTables(table)).flatMap(([name, each]) =>
      ownedKeysIn(source, each, ["env", name]),
    ),
    ...Object.keys(environmentTables(table))
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
