import { LineCounter, parseAllDocuments } from "yaml";
import type { Document, Node } from "yaml";
import { UnreadableSource } from "./found.ts";

/** A document of a YAML or JSON text. */
export interface ParsedDocument {
  /** Plain values; anything may stand here. */
  readonly value: unknown;
  /** The line, from 1, of the value at a path; of the document where there is none. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/** All documents of a text. Tags and aliases of other tools are no concern here. */
export function parseDocuments(text: string): ParsedDocument[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, logLevel: "silent" });
  const list: readonly Document[] = Array.isArray(documents) ? documents : [];
  const [error] = list.flatMap(({ errors }) => errors);
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    const template = text.includes("{{") ? " (a template has to be filled in first)" : "";
    throw new UnreadableSource(
      `line ${line} is no YAML: ${error.message.split(/ at line|\n/)[0]}${template}`,
    );
  }
  return list.map((document) => ({
    value: plainValue(document),
    lineOf: (path) => {
      const node = (path.length === 0 ? document.contents : document.getIn(path, true)) as Node | undefined;
      return lineCounter.linePos(node?.range?.[0] ?? 0).line;
    },
  }));
}

/** Fails for aliases that name nothing, or multiply. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UnreadableSource(`its aliases can't be followed: ${(error as Error).message}`);
  }
}

/**
 * JSON with comments and commas at the end, as wrangler and editors take it: YAML reads all of it but the comments and the tabs
 * between values, which become blanks, so that places stay.
 */
export function parseJsonc(text: string): ParsedDocument {
  const plain = text.replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\/|\t/g, (part, string?: string) =>
    string === undefined ? part.replace(/[^\n]/g, " ") : part,
  );
  const [document] = parseDocuments(plain);
  if (document === undefined) throw new UnreadableSource("it is empty");
  return document;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, undefined where any part of it is not there. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      (isMap(inner) || Array.isArray(inner)) && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The text at a path; undefined where there is none, or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** A list's items; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
