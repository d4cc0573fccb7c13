import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { previewCases, previewFiles } from "./support/preview-case.ts";

describe.each(previewCases())("preview/$name", (each) => {
  it("is drawn as its golden files say", () => {
    const expected = previewFiles(each);
    expect(readdirSync(each.folder).toSorted()).toEqual(["preview.json", ...expected.keys()].toSorted());
    for (const [name, text] of expected) expect(text).toBe(readFileSync(join(each.folder, name), "utf8"));
  });
});
