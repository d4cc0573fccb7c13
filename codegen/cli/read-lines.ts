/**
 * The lines of a byte stream as UTF-8: LF ends a line, a CR before it is left out, and so is the empty rest
 * behind the last LF. (`node:readline` also ends lines at U+2028, which JSON allows inside a text.)
 */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  for await (const chunk of stream) {
    const parts = decoder.decode(chunk, { stream: true }).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      yield withoutCarriageReturn(pending.join("") + part);
      pending = [];
    }
    // Joined at the line's end only: a line of many chunks must not be copied with each.
    pending.push(last);
  }
  const rest = pending.join("") + decoder.decode();
  if (rest !== "") yield withoutCarriageReturn(rest);
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
