import type { Alias, Document, Node, Pair, YAMLMap } from "yaml";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import { duplicateKeys } from "./duplicate-keys.ts";
import { explainYamlErrors } from "./explain-yaml-errors.ts";
import { mergeConflict } from "./merge-conflict.ts";
import { quoteDiagnostics } from "./needs-quotes.ts";
import type { Source, Span } from "./source.ts";
import { lineSpan } from "./source.ts";

/** Keys and list indexes from the root of the document. */
export type Path = readonly PropertyKey[];

/**
 * A YAML 1.2 document that can say where each of its values stands. The raw form: `value` is as written,
 * nothing checked but the YAML itself.
 */
export interface SourceDocument {
  readonly source: Source;
  readonly yaml: Document.Parsed;
  /** The document as plain data; aliases share one object with their anchor. */
  readonly value: unknown;
}

/** Each use of an alias counts the aliases inside it: ten levels of ten would be 10^10. */
const maxAliasCount = 100_000;

/** The package looks for each alias's anchor from the top of the file, so very many of them take very long. */
const maxAliases = 2_000;

/** Keys are texts, whatever they look like, and no tag turns a value into something that JSON does not have. */
const parseOptions = {
  prettyErrors: false,
  stringKeys: true,
  resolveKnownTags: false,
  uniqueKeys: false,
} as const;

/** Reads YAML 1.2. Reports SCH003 to SCH009 and SCH013; with any of them there is no document. */
export function readDocument(source: Source): { document: SourceDocument | null; diagnostics: Diagnostic[] } {
  const conflict = mergeConflict(source);
  if (conflict) return fail(conflict);
  const documents = parseAllDocuments(source.text, parseOptions);
  const yaml = "empty" in documents ? undefined : documents[0];
  if (!yaml) return fail(diagnostic("SCH003", at(source, 0, 0), "the file is empty", { hint: emptyHint }));
  const errors = documents.flatMap((each) => [...each.errors, ...each.warnings]);
  const diagnostics = [
    ...quoteDiagnostics(source, errors),
    ...documents.slice(1).map((each) => severalDocuments(source, each.range?.[0] ?? 0)),
    ...(errors.length === 0 ? aliasDiagnostics(source, yaml) : []),
    ...oldVersion(source, documents),
  ];
  // What else the package finds on a line that is explained follows from it.
  const explained = new Set(diagnostics.map(({ span }) => lineSpan(source, span.start).start));
  const others = errors.filter(({ pos: [start] }) => !explained.has(lineSpan(source, start).start));
  diagnostics.push(...explainYamlErrors(source, documents, others), ...duplicateKeys(source, documents));
  if (diagnostics.length > 0) return fail(...diagnostics);
  try {
    return { document: { source, yaml, value: yaml.toJS({ maxAliasCount }) }, diagnostics: [] };
  } catch (error) {
    // `toJS` has two failures left: the alias limit, and a nesting that exhausts the stack.
    if (error instanceof RangeError)
      return fail(
        diagnostic("SCH003", at(source, 0, 0), "the YAML is nested too deeply", { hint: "write it flatter" }),
      );
    const message = "the aliases of this file multiply into too many values";
    return fail(diagnostic("SCH008", lastAlias(source, yaml), message, { hint: "write the values out" }));
  }
}

/** The last alias is the one that holds the others, where aliases of aliases multiply. */
function lastAlias(source: Source, yaml: Document.Parsed): Span {
  let span = at(source, 0, 0);
  visit(yaml, {
    Alias(_key, { range }) {
      if (range) span = at(source, range[0], range[1]);
    },
  });
  return span;
}

const emptyHint = "start with `version: 1`, then `worker`, `account`, `environments` and `jobs`";

function fail(...diagnostics: Diagnostic[]): { document: null; diagnostics: Diagnostic[] } {
  return { document: null, diagnostics: sortDiagnostics(diagnostics) };
}

function at(source: Source, start: number, end: number): Span {
  return { source, start, end };
}

/** YAML 1.1 reads `14:06` as 846 and `on` as true. A file that asks for it means something else than is read here. */
function oldVersion(source: Source, documents: readonly Document.Parsed[]): Diagnostic[] {
  if (!documents.some(({ directives }) => directives.yaml.version === "1.1")) return [];
  const match = /^%YAML[ \t]+1\.1/m.exec(source.text);
  const start = match?.index ?? 0;
  const message = "this asks for YAML 1.1, and the file is read as YAML 1.2";
  return [
    diagnostic("SCH003", at(source, start, start + (match?.[0].length ?? 0)), message, {
      hint: "remove the line `%YAML 1.1`",
    }),
  ];
}

function severalDocuments(source: Source, offset: number): Diagnostic {
  // The separator stands before the document that it opens.
  const separator = source.text.lastIndexOf("---", offset);
  const start = separator >= 0 ? separator : offset;
  return diagnostic("SCH007", at(source, start, start + 3), "the file holds more than one YAML document", {
    hint: "remove the line `---`, or keep the documents in files of their own",
  });
}

function aliasDiagnostics(source: Source, yaml: Document.Parsed): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  // In the document's order, so that the anchor of an alias is the last of its name before it.
  const anchors = new Map<string, Exclude<Node, Alias>>();
  let aliases = 0;
  visit(yaml, {
    Node(_key, node, ancestors) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const span = at(source, node.range?.[0] ?? 0, node.range?.[1] ?? 0);
      const anchor = anchors.get(node.source);
      if (anchor && !ancestors.includes(anchor)) {
        aliases += 1;
        if (aliases <= maxAliases) return undefined;
        const tooMany = `the file has more than the ${maxAliases} aliases that are followed`;
        const instead = "say what many jobs share under `defaults`";
        diagnostics.push(diagnostic("SCH008", span, tooMany, { hint: instead }));
        return visit.BREAK;
      }
      const message = anchor
        ? `the alias \`*${node.source}\` stands inside its own anchor`
        : `there is no anchor \`&${node.source}\` before this alias`;
      const hint = anchor
        ? "write the value out"
        : `if \`*\` is part of a text, put quotes around it: "*${node.source}"`;
      diagnostics.push(diagnostic("SCH008", span, message, { hint }));
      return undefined;
    },
  });
  return diagnostics;
}

/** The node at a path, aliases followed, with the pair that holds it; undefined where the document has none. */
export function findNode(
  document: SourceDocument,
  path: Path,
): { node: Node | null; pair?: Pair } | undefined {
  let node: unknown = document.yaml.contents;
  let pair: Pair | undefined;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document.yaml);
    if (isMap(node)) {
      pair = pairOf(node, key);
      if (!pair) return undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number" && key < node.items.length) {
      pair = undefined;
      node = node.items[key];
    } else {
      return undefined;
    }
  }
  return { node: (node ?? null) as Node | null, pair };
}

const pairsOf = new WeakMap<YAMLMap, Map<string, Pair>>();

/** Maps of thousands of jobs are looked into often, so each gets an index at its first use. */
function pairOf(map: YAMLMap, key: PropertyKey): Pair | undefined {
  let pairs = pairsOf.get(map);
  if (!pairs) {
    pairs = new Map(map.items.map((pair) => [String(isScalar(pair.key) ? pair.key.value : pair.key), pair]));
    pairsOf.set(map, pairs);
  }
  return pairs.get(String(key));
}
