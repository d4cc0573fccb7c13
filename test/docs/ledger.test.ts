/** docs/ledger.md, docs/http.md and docs/configuration.md against what the Worker knows. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ownedKeys } from "../../codegen/template/owned-keys.ts";
import { runStatuses } from "../../src/run.ts";
import { root, tableRows } from "./markdown.ts";

const http = tableRows("docs/http.md");

/** What stands between backticks in a text. */
function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, each = ""]) => each);
}

it("has a row for each status of a run, in the code's order", () => {
  const rows = tableRows("docs/ledger.md").map(([first = ""]) => first.replaceAll("`", ""));
  expect(rows.filter((each) => runStatuses.some((status) => status === each))).toEqual(runStatuses);
});

it("lists every status that /runs can be asked for", () => {
  const [, , meaning = ""] = http.find(([name]) => name === "`status`") ?? [];
  expect(quoted(meaning)).toEqual(runStatuses);
});

it("has every route of the Worker, and no other", () => {
  const app = readFileSync(`${root}src/http/app.ts`, "utf8");
  const routes = [...app.matchAll(/app\.(get|post)\("([^"]+)"/g)].map(
    ([, method = "", path = ""]) => `${method.toUpperCase()} ${path}`,
  );
  expect(routes).toContain("GET /runs/:id");
  const page = http.flatMap(([first = ""]) => quoted(first)).filter((each) => /^(GET|POST) \//.test(each));
  // Whatever its method, elsewhere than on a desk it is 404.
  expect([...new Set(page)].toSorted()).toEqual([...routes, "POST /__scheduled"].toSorted());
});

it("has every metric, and no other", () => {
  const source = readFileSync(`${root}src/http/metrics.ts`, "utf8");
  const names = [...source.matchAll(/"(cron_[a-z_]+)"/g)].map(([, name = ""]) => name);
  const page = http.flatMap(([first = ""]) => quoted(first)).filter((each) => each.startsWith("cron_"));
  expect(page.toSorted()).toEqual([...new Set(names)].toSorted());
});

it("lists every key that no template can hold", () => {
  const rows = tableRows("docs/configuration.md").flatMap(([first = ""]) => quoted(first));
  expect(Object.keys(ownedKeys).filter((key) => !rows.includes(key))).toEqual([]);
});
