/** What the pages show is true of the code: their examples compile, their scripts exist, their tables agree. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { compile } from "../../codegen/compile.ts";
import { planAllowances, planLimits } from "../../codegen/limits.ts";
import { codeBlocks, pages, readPage, root, tableRows } from "./markdown.ts";

const blocks = pages.flatMap(codeBlocks);
const template = { file: "wrangler.template.toml", bytes: readFileSync(`${root}wrangler.template.toml`) };

function compileText(text: string) {
  const nowMinute = Date.UTC(2026, 10, 23) / 60_000;
  return compile({
    nowMinute,
    config: { file: "schedules.yaml", bytes: new TextEncoder().encode(text) },
    template,
  });
}

describe("a YAML example", () => {
  // The catalogue's own examples are wrong on purpose, and run in its own tests.
  const examples = blocks.filter(
    ({ page, language }) => language === "yaml" && page !== "docs/diagnostics.md",
  );
  const fragments = examples.filter(({ isFragment }) => isFragment);
  const files = examples.filter(({ isFragment }) => !isFragment);

  it.each(files)("compiles without a word where it is a whole file: $page:$line", ({ text }) => {
    expect(compileText(text).diagnostics).toEqual([]);
  });

  it.each(fragments)("is YAML where it is a fragment: $page:$line", ({ text }) => {
    expect(parse(text)).toBeTypeOf("object");
  });

  it("is there", () => expect(files.length).toBeGreaterThan(1));
});

describe("a JSON example", () => {
  const samples = blocks.filter(({ language }) => language === "json");
  it.each(samples)("is JSON: $page:$line", ({ text }) => {
    expect(JSON.parse(text)).toBeTypeOf("object");
  });
});

it("names only npm scripts that exist", () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = pages.flatMap((page) =>
    [...readPage(page).matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? "",
    ),
  );
  expect(named).toContain("generate");
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it("shows in the README the schedules that are compiled", () => {
  const { compiled } = compileText(readFileSync(`${root}schedules.yaml`, "utf8"));
  const environments = compiled?.environments ?? [];
  const expected = (compiled?.resolved.jobNames ?? []).map((job) => [
    job,
    environments[0]?.environment.jobs.find(({ key }) => key === job)?.name,
    ...environments.map(
      ({ triggers }) =>
        triggers
          .filter(({ jobs }) => jobs.includes(job))
          .map(({ cron }) => cron)
          .join(", ") || "-",
    ),
  ]);
  const rows = tableRows("README.md").filter((cells) => cells.length === 2 + environments.length);
  const [heads, ...jobs] = rows.map((cells) => cells.map((cell) => cell.replaceAll("`", "")));
  expect(heads).toEqual(["Job", "What", ...environments.map(({ environment }) => environment.name)]);
  expect(jobs).toEqual(expected);
});

/** Free and Paid in the row that begins with this. */
function limitsOf(what: string): number[] | undefined {
  return tableRows("docs/limits.md")
    .find(([first]) => first?.startsWith(what))
    ?.slice(1, 3)
    .map((cell) => Number(cell.replaceAll(",", "")));
}

it("shows the limits that the compiler checks", () => {
  const { free, paid } = planLimits;
  expect(limitsOf("cron triggers")).toEqual([free.cronTriggers, paid.cronTriggers]);
  expect(limitsOf("requests to other hosts")).toEqual([free.subrequests, paid.subrequests]);
  expect(limitsOf("vars and secrets")).toEqual([free.variables, paid.variables]);
});

it.each([
  ["requests to Workers", "workerRequests"],
  ["requests to Durable Objects", "objectRequests"],
  ["rows written by Durable Objects", "rowsWritten"],
] as const)("shows the %s that the compiler counts", (what, key) => {
  const { free, paid } = planAllowances;
  const [, ofFree, ofPaid] = tableRows("docs/limits.md").find(([first]) => first?.startsWith(what)) ?? [];
  expect(ofFree).toBe(`${free[key].toLocaleString("en")} a day`);
  expect(ofPaid).toMatch(new RegExp(`^${paid[key] / 1_000_000} million a month,`));
});
