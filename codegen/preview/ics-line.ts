const maxOctets = 75;

/**
 * A content line, folded so that no line is longer than 75 octets, no character is torn, and each ends in CRLF.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.1
 */
export function contentLine(name: string, value: string): string {
  const lines = [""];
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const length = Buffer.byteLength(character);
    if (octets + length > maxOctets) {
      lines.push(" ");
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += length;
  }
  return lines.map((line) => `${line}\r\n`).join("");
}

/**
 * A value of type TEXT. Line breaks become `\n`; other control characters are not allowed there, and are replaced.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/[^\P{Cc}\t]/gu, "\u{fffd}");
}
