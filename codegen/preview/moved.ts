import type { Moved } from "./preview.ts";

/** What stands for a moved run where there is room for one letter, and what it means. */
export const movedMarks: Readonly<Record<Moved, { readonly letter: string; readonly meaning: string }>> = {
  shifted: { letter: "S", meaning: "shifted: the clocks skip its local time, so it runs as much later" },
  first: { letter: "F", meaning: "first of two: its local time comes twice, and it runs the first time" },
  last: { letter: "L", meaning: "last of two: its local time comes twice, and it runs the second time" },
  both: { letter: "B", meaning: "both: its local time comes twice, and it runs both times" },
};

/** Those of the moves that are there, each once, in the order of the table. */
export function movesOf(moves: Iterable<Moved | null>): Moved[] {
  const found = new Set(moves);
  return (Object.keys(movedMarks) as Moved[]).filter((moved) => found.has(moved));
}
