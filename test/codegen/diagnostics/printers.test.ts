import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { diagnostic, sortDiagnostics } from "../../../codegen/diagnostics/diagnostic.ts";
import { printGithub } from "../../../codegen/diagnostics/print-github.ts";
import { printJson } from "../../../codegen/diagnostics/print-json.ts";
import { countText, printText } from "../../../codegen/diagnostics/print-text.ts";
import { under } from "./support/under.ts";

function printed(...diagnostics: Diagnostic[]): string {
  return printText(diagnostics, pc.createColors(false));
}

describe("printText", () => {
  it("underlines the place under its line, and says what to do", () => {
    expect(printed(under("a: 1\nbb: two\n", "two", "`two` is wrong", "write 2"))).toBe(`\
f.yaml:2:5: error SCH104: \`two\` is wrong
  |
2 | bb: two
  |     ^~~
  = hint: write 2`);
  });

  // On a terminal an emoji is two cells wide, an accent that combines none.
  it.each([
    { name: "an emoji before it", line: '"🎉🎉": x', part: "x", mark: "        ^" },
    { name: "an emoji in it", line: "a: 🎉🎉", part: "🎉🎉", mark: "   ^~~~" },
    { name: "wide letters before it", line: "日本: x", part: "x", mark: "      ^" },
    { name: "a combining accent before it", line: "e\u0301: x", part: "x", mark: "   ^" },
    { name: "a tab before it", line: "a:\tx", part: "x", mark: "   ^" },
  ])("stands under the right cells: $name", ({ line, part, mark }) => {
    expect(printed(under(line, part)).split("\n").at(-1)).toBe(`  | ${mark}`);
  });

  it("lets no control character of a file or a message reach the terminal", () => {
    const line = "a: \u001b[31mx\u0007\u009b2J";
    expect(printed(under(line, "x", "\u001b]0;title\u0007", "\u001b[2J"))).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it("marks the first line of a place that goes on", () => {
    expect(printed(under("a: [1,\n  2]\n", "[1,\n  2]")).split("\n").slice(-2)).toEqual([
      "1 | a: [1,",
      "  |    ^~~",
    ]);
  });

  it("marks one cell where the place is empty, and shows no line where there is none", () => {
    const source = { file: "f.yaml", text: "a: 1" };
    expect(
      printed(diagnostic("SCH104", { source, start: 4, end: 4 }, "wrong"))
        .split("\n")
        .at(-1),
    ).toBe("  |     ^");
    const empty = { file: "f.yaml", text: "" };
    expect(printed(diagnostic("SCH104", { source: empty, start: 0, end: 0 }, "wrong"))).toBe(
      "f.yaml:1:1: error SCH104: wrong",
    );
  });

  it("cuts long lines, and leaves out one whose place is beyond the cut", () => {
    const long = `a: ${"x".repeat(1000)} y`;
    const lines = printed(under(long, "xxx")).split("\n");
    expect(lines.map((line) => line.length <= 170)).toEqual([true, true, true, true]);
    expect(lines[2]).toMatch(/x…$/);
    expect(printed(under(long, "y"))).toBe("f.yaml:1:1005: error SCH104: wrong");
  });

  it("never shows what was found to be a secret, also in another's line", () => {
    const line = "a: { token: hunter2, b: c }";
    const secret: Diagnostic = { ...under(line, "hunter2"), code: "SCH307" };
    const other = { ...under(line, "c }"), span: { ...secret.span, start: 24, end: 25 } };
    const shown = printed(secret, other);
    expect(shown).not.toContain("hunter2");
    expect(shown.match(/a: \{ token: •{7}, b: c \}/g)).toHaveLength(2);
  });

  it("counts", () => {
    const warning: Diagnostic = { ...under("a", "a"), severity: "warning" };
    const info: Diagnostic = { ...under("a", "a"), severity: "info" };
    expect(countText([])).toBe("");
    expect(countText([under("a", "a")])).toBe("1 error");
    expect(countText([under("a", "a"), under("a", "a"), warning, info, info])).toBe(
      "2 errors, 1 warning, 2 info",
    );
  });
});

describe("printGithub", () => {
  it("escapes what would end the message or a property", () => {
    const each = under("a: x", "x", "50% of a\r\nb: ::error", "c");
    const odd = { ...each, span: { ...each.span, source: { file: "a,b:c%.yaml", text: "a: x" } } };
    expect(printGithub([odd])).toBe(
      "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=SCH104::50%25 of a%0D%0Ab: ::error%0Ahint: c",
    );
  });

  it("calls an info a notice", () => {
    expect(printGithub([{ ...under("a", "a"), severity: "info" }])).toMatch(/^::notice /);
  });
});

describe("printJson", () => {
  it("has lines and columns from 1, in UTF-16 units, the end after the last character", () => {
    const [row] = (JSON.parse(printJson([under('x: 1\n"🎉": ab\n', "ab")])) as { diagnostics: unknown[] })
      .diagnostics;
    expect(row).toEqual({
      code: "SCH104",
      severity: "error",
      message: "wrong",
      file: "f.yaml",
      line: 2,
      column: 7,
      endLine: 2,
      endColumn: 9,
    });
  });
});

describe("sortDiagnostics", () => {
  it("sorts by file, place and code, and keeps each once", () => {
    const sorted = [
      inFile("a", 1, "SCH201"),
      inFile("b", 0, "SCH101"),
      inFile("b", 0, "SCH102"),
      inFile("b", 2, "SCH101"),
    ];
    expect(sortDiagnostics([...sorted.toReversed(), ...sorted])).toEqual(sorted);
  });
});

function inFile(name: string, start: number, code: Diagnostic["code"]): Diagnostic {
  return diagnostic(code, { source: { file: name, text: "abc" }, start, end: start + 1 }, "m");
}
