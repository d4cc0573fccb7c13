/** A text that diagnostics point into, under the name that people know it by. */
export interface Source {
  /** As shown in messages, for example `schedules.yaml`. */
  readonly file: string;
  readonly text: string;
}

/** A stretch of a source: UTF-16 offsets from 0, `end` exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Line and column, both from 1; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Where each line of the text begins. Line ends are LF, CRLF or a lone CR, as in YAML 1.2 (section 5.4). */
function lineStarts(source: Source): readonly number[] {
  let starts = lineStartsOf.get(source);
  if (!starts) {
    starts = [
      0,
      ...Array.from(source.text.matchAll(/\r\n|\n|\r/g), (match) => match.index + match[0].length),
    ];
    lineStartsOf.set(source, starts);
  }
  return starts;
}

/** Line and column of an offset. */
export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a line (from 1) without its line end. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  return source.text.slice(starts[line - 1] ?? 0, starts[line]).replace(/[\r\n]+$/, "");
}

/** Offsets at which the line that holds `offset` begins and ends (without its line end). */
export function lineSpan(source: Source, offset: number): Span {
  const { line } = positionAt(source, offset);
  const start = lineStarts(source)[line - 1] ?? 0;
  return { source, start, end: start + lineText(source, line).length };
}
