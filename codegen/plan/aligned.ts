import { wrapped } from "../text/wrap.ts";

export type Line = readonly [name: string, words: string];

/** Names in a column, and beside them their words, wrapped. */
export function aligned(lines: readonly Line[]): string[] {
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.flatMap(([name, words]) => {
    const [first = "", ...rest] = wrapped(words, " ".repeat(width + 6));
    return [`    ${name.padEnd(width)}  ${first.trimStart()}`, ...rest];
  });
}
