/** A longer line is hard to read, however wide the terminal. */
export const maxColumns = 100;

/** Lines of at most so many columns, each behind the indent; a word is never cut. */
export function wrapped(text: string, indent: string, columns = maxColumns): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

/** A text of several lines, those wrapped that are too long. */
export function wrappedLines(text: string): string {
  return text
    .split("\n")
    .flatMap((line) => (line.length > maxColumns ? wrapped(line, "") : [line]))
    .join("\n");
}

/** A text of the file on one line, at most so many characters long: the last of a longer one is an ellipsis, and none is torn. */
export function clipped(text: string, length: number): string {
  const characters = Array.from(text.replace(/[\p{Cc}\s]+/gu, " ").trim());
  return characters.length <= length ? characters.join("") : `${characters.slice(0, length - 1).join("")}…`;
}

/** `a, b, c and 9 more`. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}

/** Those of the first lines that fit in so many bytes of UTF-8, each with its line end, and how many are left out. */
export function fitting(lines: readonly string[], bytes: number): { lines: readonly string[]; left: number } {
  const encoder = new TextEncoder();
  let rest = bytes;
  const end = lines.findIndex((line) => {
    rest -= encoder.encode(line).length + 1;
    return rest < 0;
  });
  return end === -1 ? { lines, left: 0 } : { lines: lines.slice(0, end), left: lines.length - end };
}
