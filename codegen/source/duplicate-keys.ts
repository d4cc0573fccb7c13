import type { Document, Scalar } from "yaml";
import { isScalar, visit } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "./source.ts";

/** Reports SCH004: a key that stands in its map already. The `yaml` package compares every key with every other. */
export function duplicateKeys(source: Source, documents: readonly Document.Parsed[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    visit(document, {
      Map(_key, map) {
        const firsts = new Map<unknown, Scalar>();
        for (const { key } of map.items) {
          if (!isScalar(key)) continue;
          const first = firsts.get(key.value);
          if (first === undefined) firsts.set(key.value, key);
          else diagnostics.push(duplicateKey(spanOf(source, first), spanOf(source, key)));
        }
      },
    });
  }
  return diagnostics;
}

function duplicateKey(first: Span, second: Span): Diagnostic {
  const name = second.source.text.slice(second.start, second.end);
  return diagnostic("SCH004", second, `the key \`${name}\` stands twice in this map`, {
    hint: "keep one of them",
    related: [{ message: "first written here", span: first }],
  });
}

function spanOf(source: Source, { range }: Scalar): Span {
  return { source, start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
