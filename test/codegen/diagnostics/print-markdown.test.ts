import { describe, expect, it } from "vitest";
import { printMarkdown } from "../../../codegen/diagnostics/print-markdown.ts";
import { under } from "./support/under.ts";

const docs = "docs/diagnostics.md";

/** The row of one diagnostic. */
function row(message: string, hint?: string): string | undefined {
  return printMarkdown([under("a: x", "x", message, hint)], { docs })
    .split("\n")
    .at(-1);
}

describe("Markdown", () => {
  it("is a table under a count", () => {
    expect(printMarkdown([under("a: 1\nbb: two\n", "two", "`two` is wrong", "write 2")], { docs })).toBe(`\
**1 error in the schedules**

| Where | What | What to do |
| ----- | ---- | ---------- |
| f.yaml:2:5 | error [SCH104](docs/diagnostics.md#sch104): \`two\` is wrong | write 2 |`);
  });

  it("says that nothing is wrong", () => {
    expect(printMarkdown([], { docs })).toBe("**No problems in the schedules.**");
  });

  it.each([
    { name: "a pipe in code", message: "`a|b` is wrong", want: "`a\\|b` is wrong" },
    { name: "a pipe outside", message: "a|b", want: "a\\|b" },
    { name: "cron's stars", message: "`0 9 * * *` and 0 9 * * *", want: "`0 9 * * *` and 0 9 \\* \\* \\*" },
    { name: "a tag", message: "<img src=x> <!-- --> &lt;", want: "\\<img src=x\\> \\<\\!-- --\\> \\&lt;" },
    { name: "a link", message: "[a](b)", want: "\\[a\\](b)" },
    { name: "a line's end", message: "a\r\nb `c\nd`", want: "a b `c d`" },
    { name: "a backquote alone", message: "a ` b", want: "a \\` b" },
    { name: "a name that would be called", message: "@acme", want: "@\u200bacme" },
  ])("shows $name as it is", ({ message, want }) => {
    expect(row(message, message)).toBe(
      `| f.yaml:1:4 | error [SCH104](docs/diagnostics.md#sch104): ${want} | ${want} |`,
    );
  });
});
