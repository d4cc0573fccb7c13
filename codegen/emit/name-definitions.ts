import type { JsonSchema } from "./json-schema.ts";
import { children } from "./json-schema.ts";

const prefix = "#/$defs/";

/**
 * Names the shared parts of a schema by where they are used first (`timeout`, `schedule.every`) in place of zod's
 * numbers: editors show these names, and a diff of the file can be read.
 */
export function nameDefinitions(root: JsonSchema): JsonSchema {
  const { $defs: definitions = {}, ...top } = root;
  const names = new Map<string, string>();
  const queue: { schema: JsonSchema; name: string }[] = [{ schema: top, name: "" }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { schema, name: owner } = next;
    for (const { part, child } of children(schema)) {
      const target = child.$ref?.slice(prefix.length);
      const name = freeName(part, owner, names);
      if (target === undefined) queue.push({ schema: child, name });
      else if (!names.has(target)) {
        names.set(target, name);
        queue.push({ schema: definitions[target] ?? {}, name });
      }
    }
  }
  const renamed = Object.entries(definitions).map(([key, schema]) => [names.get(key) ?? key, schema]);
  return withNames({ ...root, $defs: Object.fromEntries(renamed) }, names);
}

/** The key alone where no other part has it; else with its owner's name before it, at last with a number behind. */
function freeName(part: string, owner: string, names: ReadonlyMap<string, string>): string {
  const taken = new Set(names.values());
  const long = owner === "" ? part : `${owner}.${part}`;
  const isKey = /^[a-z]/i.test(part);
  if (isKey && !taken.has(part)) return part;
  let name = long;
  for (let count = 2; taken.has(name); count += 1) name = `${long}-${count}`;
  return name;
}

function withNames(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  const text = JSON.stringify(schema);
  return JSON.parse(
    text.replace(/"#\/\$defs\/([^"]+)"/g, (_, key: string) =>
      JSON.stringify(prefix + (names.get(key) ?? key)),
    ),
  ) as JsonSchema;
}
