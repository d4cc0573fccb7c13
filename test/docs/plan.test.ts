/** docs/plan.md against what the command prints and takes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dangerKinds } from "../../codegen/plan/plan.ts";
import { runCli } from "../codegen/support/run-cli.ts";
import { codeBlocks, root, tableRows } from "./markdown.ts";

const page = "docs/plan.md";
const rows = tableRows(page).map(([first = ""]) => first);

describe("docs/plan.md", () => {
  it("shows what the command prints", () => {
    const example = codeBlocks(page).find(({ language }) => language === "text");
    expect(example?.text).toBe(readFileSync(`${root}test/fixtures/plan/interval/expected.txt`, "utf8"));
  });

  it("lists the options that the command takes", () => {
    const { stdout } = runCli(["plan", "--help"], { cwd: root });
    const taken = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
    const listed = rows.flatMap((row) => /^`(--[a-z-]+)/.exec(row)?.[1] ?? []);
    expect(new Set(listed)).toEqual(new Set(taken));
  });

  it("has a row for each danger", () => {
    const first = rows.indexOf("a job no longer runs in any environment");
    expect(rows.indexOf("Field") - first).toBe(dangerKinds.length);
  });

  it("lists the fields of the JSON", () => {
    const json = JSON.parse(
      readFileSync(`${root}test/fixtures/plan/dangers/expected.json`, "utf8"),
    ) as object;
    const listed = rows
      .slice(rows.indexOf("`version`"))
      .flatMap((row) => row.replaceAll("`", "").split(", "));
    expect(listed).toEqual(Object.keys(json));
  });
});
