/** Every wrangler command that a page or a workflow names exists in the wrangler that is installed, with those options. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { wranglerBin } from "../../dev/paths.ts";
import { startProcess } from "../support/start-process.ts";
import { pages, readPage, root } from "./markdown.ts";

const workflows = readdirSync(`${root}.github/workflows`).map((name) => `.github/workflows/${name}`);
const texts = [...pages.map(readPage), ...workflows.map((file) => readFileSync(root + file, "utf8"))];

/** `secret put` → the options it is called with. */
function commands(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, line = ""] of texts.flatMap((text) => [...text.matchAll(/npx wrangler ([^`\n#|]+)/g)])) {
    const words = line.trim().split(/\s+/);
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
    const name = words.slice(0, end < 0 ? undefined : end).join(" ");
    const options = words.filter((word) => /^--[a-z-]+$|^-[a-z]$/.test(word));
    found.set(name, new Set([...(found.get(name) ?? []), ...options]));
  }
  return found;
}

it("names only commands and options that exist", { timeout: 60_000 }, async () => {
  const named = commands();
  expect([...named.keys()]).toEqual(
    expect.arrayContaining(["secret put", "tail", "triggers deploy", "versions upload"]),
  );
  const helps = [...named].map(async ([name, options]) => {
    const { code, output } = await startProcess([wranglerBin, ...name.split(" "), "--help"], { cwd: root })
      .ended;
    expect(code, output).toBe(0);
    expect(output).toMatch(new RegExp(`^wrangler ${name}\\b`, "m"));
    for (const option of options) expect(output, name).toMatch(new RegExp(`(^|[\\s,])${option}\\b`));
  });
  await Promise.all(helps);
});
