/** A table of measurements. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A section as Markdown, its columns aligned for the terminal. */
export function printSection({ title, head, rows }: Section): string {
  const table = [head, head.map(() => ""), ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  const lines = table.map((row, index) => {
    const cells = widths.map((width, column) =>
      index === 1 ? "-".repeat(width) : (row[column] ?? "").padEnd(width),
    );
    return `| ${cells.join(" | ")} |`;
  });
  return `## ${title}\n\n${lines.join("\n")}\n`;
}
