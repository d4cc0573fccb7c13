import type { Document, Node, Pair, Scalar, YAMLError, YAMLMap } from "yaml";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import { quoteDiagnostics } from "./needs-quotes.ts";
import type { Source, Span } from "./source.ts";

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

/** Reads YAML 1.2. Reports SCH003 to SCH009; with any of them there is no document. */
export function readDocument(source: Source): { document: SourceDocument | null; diagnostics: Diagnostic[] } {
  const documents = parseAllDocuments(source.text, { prettyErrors: false });
  const yaml = "empty" in documents ? undefined : documents[0];
  if (!yaml) return fail(diagnostic("SCH003", at(source, 0, 0), "the file is empty", { hint: emptyHint }));
  const errors = documents.flatMap((each) => [...each.errors, ...each.warnings]);
  const diagnostics = [
    ...quoteDiagnostics(source, errors),
    ...documents.slice(1).map((each) => severalDocuments(source, each.range?.[0] ?? 0)),
    ...(errors.length === 0 ? aliasDiagnostics(source, yaml) : []),
  ];
  const explained = diagnostics.map(({ span }) => span);
  for (const error of errors) {
    if (!explained.some((span) => span.start <= error.pos[0] && error.pos[0] <= span.end)) {
      diagnostics.push(explainYamlError(source, yaml, error));
    }
  }
  if (diagnostics.length > 0) return fail(...diagnostics);
  try {
    return { document: { source, yaml, value: yaml.toJS({ maxAliasCount }) }, diagnostics: [] };
  } catch (error) {
    // `toJS` has two failures left: the alias limit, and a nesting that exhausts the stack.
    const deep = error instanceof RangeError;
    const message = deep
      ? "the YAML is nested too deeply"
      : "the aliases of this file multiply into too many values";
    const hint = "write the values out";
    return fail(diagnostic(deep ? "SCH003" : "SCH008", at(source, 0, 0), message, { hint }));
  }
}

const emptyHint = "start with `version: 1`, then `worker`, `account`, `environments` and `jobs`";

function fail(...diagnostics: Diagnostic[]): { document: null; diagnostics: Diagnostic[] } {
  return { document: null, diagnostics: sortDiagnostics(diagnostics) };
}

function at(source: Source, start: number, end: number): Span {
  return { source, start, end };
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
  visit(yaml, {
    Alias(_key, alias, ancestors) {
      const anchor = alias.resolve(yaml);
      if (anchor && !ancestors.includes(anchor)) return;
      const span = at(source, alias.range?.[0] ?? 0, alias.range?.[1] ?? 0);
      const message = anchor
        ? `the alias \`*${alias.source}\` stands inside its own anchor`
        : `there is no anchor \`&${alias.source}\` before this alias`;
      const hint = anchor
        ? "write the value out"
        : `if \`*\` is part of a text, put quotes around it: "*${alias.source}"`;
      diagnostics.push(diagnostic("SCH008", span, message, { hint }));
    },
  });
  return diagnostics;
}

function explainYamlError(source: Source, yaml: Document.Parsed, error: YAMLError): Diagnostic {
  const [start, end] = error.pos;
  switch (error.code) {
    case "DUPLICATE_KEY": {
      const key = duplicateKey(yaml, start);
      const span = at(source, start, key?.second.range?.[1] ?? end);
      const name = source.text.slice(span.start, span.end);
      const first = key?.first.range;
      return diagnostic("SCH004", span, `the key \`${name}\` stands twice in this map`, {
        hint: "keep one of them",
        related: first
          ? [{ message: "first written here", span: at(source, first[0], first[1]) }]
          : undefined,
      });
    }
    case "TAB_AS_INDENT":
      return diagnostic("SCH005", at(source, start, end), "a tab indents this line; YAML takes spaces only", {
        hint: "replace the tab by spaces",
      });
    case "TAG_RESOLVE_FAILED":
      return diagnostic(
        "SCH006",
        at(source, start, end),
        `the tag \`${source.text.slice(start, end)}\` is not known here`,
        {
          hint: "remove it: no value of this file needs a tag",
        },
      );
    default:
      return diagnostic("SCH003", at(source, start, end), lowerFirst(error.message));
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The key at `offset` and the earlier one of the same map that equals it. */
function duplicateKey(yaml: Document.Parsed, offset: number): { first: Scalar; second: Scalar } | undefined {
  let found: { first: Scalar; second: Scalar } | undefined;
  visit(yaml, {
    Map(_key, map) {
      const keys = map.items.map(({ key }) => key).filter((key) => isScalar(key));
      const second = keys.find((key) => key.range?.[0] === offset);
      const first = second && keys.find((key) => key.value === second.value);
      if (first && second) found = { first, second };
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
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
