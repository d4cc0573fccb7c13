import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import type { AST } from "toml-eslint-parser";
import type { Source, Span } from "../source/source.ts";

/**
 * Where a key stands in a TOML text, or, where it has several parts (`[env.a.vars]`), the first place that names
 * all of them. @iarna/toml keeps no positions, so the text is parsed again when there is something to show.
 */
export function spanOfTomlKey(source: Source, path: readonly string[]): Span {
  const found = findKey(parseTOML(source.text).body[0].body, [], path);
  return { source, start: found?.range[0] ?? 0, end: found?.range[1] ?? 0 };
}

type Body = readonly (AST.TOMLKeyValue | AST.TOMLTable)[];

function findKey(
  body: Body,
  parent: readonly (string | number)[],
  path: readonly string[],
): AST.TOMLKey | undefined {
  for (const node of body) {
    const own = getStaticTOMLValue(node.key);
    const full = node.type === "TOMLTable" ? node.resolvedKey : [...parent, ...own];
    if (path.every((part, index) => full[index] === part)) return node.key;
    const inner =
      node.type === "TOMLTable" ? node.body : node.value.type === "TOMLInlineTable" ? node.value.body : [];
    const found = full.every((part, index) => path[index] === part) ? findKey(inner, full, path) : undefined;
    if (found) return found;
  }
  return undefined;
}
