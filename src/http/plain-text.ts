/** A text for every log and terminal: of control characters it keeps tabs and ends of lines, and no halves of characters. */
export function plainText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed();
}
