import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePlans } from "../../../codegen/plan/compare-plans.ts";
import { escaped } from "../../../codegen/plan/markdown.ts";
import { printPlanMarkdown } from "../../../codegen/plan/print-plan-markdown.ts";
import { compiled, planMinute } from "./support/plan-case.ts";

const labels = { before: "main (91e67cd)", after: "schedules.yaml" };
const maxBytes = 60_000;

interface Size {
  readonly jobs: number;
  readonly environments: number;
  readonly settings: number;
  /** Put into every text that a file can hold. */
  readonly text: string;
}

/** A file in which everything has a text of its own, so that no two jobs change alike. */
function file({ jobs, environments, settings, text }: Size, version: string): string {
  const names = Array.from({ length: environments }, (_, index) => `environment-${index}`);
  return JSON.stringify({
    version: 1,
    worker: "cron-worker",
    account: { plan: "paid" },
    environments: Object.fromEntries(
      names.map((name) => [
        name,
        {
          backend: `https://${name}.example.com/${version}`,
          vars: Object.fromEntries(
            Array.from({ length: settings }, (_, index) => [`VAR_${index}`, `${text} ${version}`]),
          ),
        },
      ]),
    ),
    jobs: Object.fromEntries(
      Array.from({ length: jobs }, (_, index) => [
        `job${index}`,
        {
          endpoint: `/${"long".repeat(20)}/${version}/${index}`,
          name: `${text} ${version} ${index}`,
          description: `${text.repeat(20)} ${version} ${index}`,
          payload: { text, version, index },
          auth: { bearer: `TOKEN_${version.toUpperCase()}_${index % 50}` },
          schedule: Object.fromEntries(
            names.map((name) => [name, { at: version === "old" ? "02:00" : "03:00" }]),
          ),
        },
      ]),
    ),
  });
}

function comment(size: Size): string {
  const [before, after] = [compiled(file(size, "old")), compiled(file(size, "new"))];
  return printPlanMarkdown(comparePlans(before, after, { nowMinute: planMinute }), labels);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

describe("the comment", () => {
  it("stays under 60 KB, and counts what it leaves out", () => {
    const text = comment({ jobs: 300, environments: 8, settings: 40, text: "日本語 | `so` <b>on</b>" });
    const rows = text.split("\n").filter((line) => line.startsWith("| ")).length - 2;
    expect(bytesOf(text)).toBeLessThan(maxBytes);
    expect(bytesOf(text)).toBeGreaterThan(20_000);
    // 8 environments and 300 jobs have a row each; the last row says how many are left out.
    expect(text).toContain(`**and ${308 - (rows - 1)} more**`);
    expect(text).toContain("npm run plan");
    expect(text).toContain("<summary>The half hour after the deploy</summary>");
  });

  it("stays under 60 KB and a table, whatever the texts", () => {
    const size = fc.record({
      jobs: fc.integer({ min: 1, max: 40 }),
      environments: fc.integer({ min: 1, max: 4 }),
      settings: fc.integer({ min: 0, max: 30 }),
      text: fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((each) => each.isWellFormed()),
    });
    fc.assert(
      fc.property(size, (each) => {
        const text = comment(each);
        expect(bytesOf(text)).toBeLessThan(maxBytes);
        const rows = text.split("\n").filter((line) => line.startsWith("|"));
        // Bars that are not escaped: six to a row, or a text of the file has broken the table.
        for (const row of rows) expect(row.replaceAll(/\\./gu, "").split("|")).toHaveLength(7);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a text of the file in Markdown", () => {
  it.each([
    { given: "a | b", want: "a \\| b" },
    { given: "<img src=x> & `code`", want: "\\<img src=x\\> \\& \\`code\\`" },
    { given: "two\nlines\tand\u0007 more", want: "two lines and more" },
    { given: "ask @team", want: "ask @\u{200b}team" },
    { given: "*a* _b_ ~c~ [d](e) #1", want: "\\*a\\* \\_b\\_ \\~c\\~ \\[d\\](e) \\#1" },
    { given: "日".repeat(200), want: `${"日".repeat(119)}…` },
  ])("is $want", ({ given, want }) => {
    expect(escaped(given)).toBe(want);
  });
});
