import type { Node } from "yaml";
import { isAlias, isScalar } from "yaml";
import type { Path, SourceDocument } from "./document.ts";
import { findNode } from "./document.ts";
import type { Span } from "./source.ts";

/** Where a value stands: an alias is its use, an empty value its key, a missing one the nearest parent's key. */
export function spanOfValue(document: SourceDocument, path: Path): Span {
  const found = findNode(document, path);
  const range = found?.node?.range;
  if (!range || range[0] === range[1]) return spanOfKey(document, path);
  // A block value's range goes on to the line below it.
  const { length } = document.source.text.slice(range[0], range[1]).trimEnd();
  return { source: document.source, start: range[0], end: range[0] + Math.max(1, length) };
}

/** Where the key of a value stands; for an item of a list the item, for what is missing the nearest parent's key. */
export function spanOfKey(document: SourceDocument, path: Path): Span {
  for (let length = path.length; length > 0; length -= 1) {
    const found = findNode(document, path.slice(0, length));
    const node = (found?.pair?.key ?? found?.node) as Node | null | undefined;
    if (node?.range) return { source: document.source, start: node.range[0], end: node.range[1] };
  }
  return { source: document.source, start: 0, end: Math.max(0, document.source.text.search(/[\r\n]|$/)) };
}

/**
 * Where a part of a text value stands, `start` and `end` being offsets in the value. Where the source spells
 * the value another way (escapes, folded lines), it is the whole value.
 */
export function spanInText(document: SourceDocument, path: Path, start: number, end: number): Span {
  const whole = spanOfValue(document, path);
  const found = findNode(document, path)?.node;
  const node = isAlias(found) ? found.resolve(document.yaml) : found;
  if (!isScalar(node) || typeof node.value !== "string" || isAlias(found)) return whole;
  const written = document.source.text.slice(whole.start, whole.end);
  const quote = /^["']/.test(written) ? 1 : 0;
  if (written.slice(quote, written.length - quote) !== node.value) return whole;
  return { source: whole.source, start: whole.start + quote + start, end: whole.start + quote + end };
}
