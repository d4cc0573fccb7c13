import { CST, Lexer } from "yaml";
import type { Source, Span } from "./source.ts";

/** Every comment of the YAML. Only its lexer knows which `#` begins one, and which stands in a text. */
export function comments(source: Source): Span[] {
  const found: Span[] = [];
  let offset = 0;
  let isText = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    const type: CST.TokenType | null = isText ? null : CST.tokenType(lexeme);
    // These stand for no characters of the source: the first announces that the next lexeme is a text.
    isText = type === "scalar";
    if (type === "scalar" || type === "doc-mode" || type === "flow-error-end") continue;
    if (type === "comment") found.push({ source, start: offset, end: offset + lexeme.trimEnd().length });
    offset += lexeme.length;
  }
  return found;
}
