import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Everything that people read, by path from the root. */
export const pages: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "codegen/DESIGN.md",
  "examples/node/README.md",
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export function readPage(page: string): string {
  return readFileSync(root + page, "utf8");
}

export interface CodeBlock {
  readonly page: string;
  /** From 1. */
  readonly line: number;
  /** The first word behind the backticks, such as `yaml`. */
  readonly language: string;
  /** Whether it is a part of a file: its second word, or first line, is `fragment`. */
  readonly isFragment: boolean;
  readonly text: string;
}

/** The fenced code blocks of a page. */
export function codeBlocks(page: string): CodeBlock[] {
  const source = readPage(page);
  return [...source.matchAll(/^ *```(.*)\n([^]*?)^ *```$/gm)].map(({ index, 1: info = "", 2: text = "" }) => {
    const [language = "", kind] = info.split(" ");
    const line = source.slice(0, index).split("\n").length;
    return { page, line, language, isFragment: kind === "fragment" || text.startsWith("# fragment\n"), text };
  });
}

/** A page without its code blocks. */
export function prose(page: string): string {
  return readPage(page).replace(/^ *```[^]*?^ *```$/gm, "");
}

/** The anchors that GitHub gives to a page's headings. */
export function anchors(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** The rows of every table of a page, cells as written, without heads and rules. */
export function tableRows(page: string): string[][] {
  return prose(page)
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[\s:|-]+$/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
