import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "./source.ts";

/** Larger files are refused before they are read as YAML. */
export const maxSourceBytes = 16 * 1024 * 1024;

/**
 * Bytes to text: UTF-8, with or without a byte order mark (which is left out of the text).
 * Reports SCH001 (not UTF-8) and SCH002 (too large); the source is then empty or cut, and only good for messages.
 */
export function decodeSource(file: string, bytes: Uint8Array): { source: Source; diagnostics: Diagnostic[] } {
  if (bytes.length > maxSourceBytes) {
    const source: Source = { file, text: "" };
    const message = `the file has ${bytes.length} bytes, more than the ${maxSourceBytes} (16 MiB) that are read`;
    const hint = "split it, or check that this is the right file";
    return { source, diagnostics: [diagnostic("SCH002", { source, start: 0, end: 0 }, message, { hint })] };
  }
  try {
    return {
      source: { file, text: evenLineEnds(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) },
      diagnostics: [],
    };
  } catch {
    const source: Source = { file, text: new TextDecoder("utf-8").decode(bytes) };
    const start = Math.max(0, firstBadCharacter(source.text, bytes));
    const message = "the file is not UTF-8: there is a byte here that UTF-8 does not allow";
    const hint = "save the file as UTF-8";
    return {
      source,
      diagnostics: [diagnostic("SCH001", { source, start, end: start + 1 }, message, { hint })],
    };
  }
}

/** A CR alone ends a line (YAML 1.2, section 5.4), which the `yaml` package does not know. No offset changes. */
function evenLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

/**
 * Offset of the first replacement character that stands for bad bytes: the first at which the text, encoded
 * again, differs from the bytes (a U+FFFD that was in the file encodes to itself).
 */
function firstBadCharacter(text: string, bytes: Uint8Array): number {
  const bomBytes = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const encoder = new TextEncoder();
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) {
    const byte = bomBytes + encoder.encode(text.slice(0, at)).length;
    const isItself = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!isItself) return at;
  }
  return -1;
}
