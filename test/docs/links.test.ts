import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { anchors, pages, prose, root } from "./markdown.ts";

/** Targets of the links and pictures of a page that lead to this repository. */
function localLinks(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

describe.each(pages)("%s", (page) => {
  it("links to files and headings that exist", () => {
    const broken = localLinks(page).filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchors(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it("knows how GitHub names its anchors", () => {
  expect(anchors("docs/http.md")).toContain("post-__scheduled");
  expect(anchors("docs/configuration.md")).toContain("wranglertemplatetoml");
  expect(localLinks("README.md")).toContain("docs/flow.svg");
});
