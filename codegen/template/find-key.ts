import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { Source, Span } from "../source/source.ts";

/** Keys, and indexes of a list's items. */
export type TomlPath = readonly (string | number)[];

/**
 * Where a key stands in a TOML text, or, where it has several parts (`[env.a.vars]`), the first place that names
 * all of them. @iarna/toml keeps no positions, so the text is parsed again when there is something to show.
 */
export function spanOfTomlKey(source: Source, path: TomlPath): Span {
  const found = findKey(parseTOML(source.text).body[0].body, [], path);
  return { source, start: found?.range[0] ?? 0, end: found?.range[1] ?? 0 };
}

type Body = readonly (AST.TOMLKeyValue | AST.TOMLTable)[];

function findKey(body: Body, parent: TomlPath, path: TomlPath): AST.TOMLKey | undefined {
  for (const node of body) {
    const own = getStaticTOMLValue(node.key);
    const full = node.type === "TOMLTable" ? node.resolvedKey : [...parent, ...own];
    if (path.every((part, index) => full[index] === part)) return node.key;
    if (!full.every((part, index) => path[index] === part)) continue;
    const found =
      node.type === "TOMLTable" ? findKey(node.body, full, path) : findInValue(node.value, full, path);
    if (found) return found;
  }
  return undefined;
}

/** In an inline table, or in one of a list of them. */
function findInValue(value: AST.TOMLContentNode, parent: TomlPath, path: TomlPath): AST.TOMLKey | undefined {
  if (value.type === "TOMLInlineTable") return findKey(value.body, parent, path);
  const index = path[parent.length];
  const item = value.type === "TOMLArray" && typeof index === "number" ? value.elements[index] : undefined;
  return item && findInValue(item, [...parent, index ?? 0], path);
}
