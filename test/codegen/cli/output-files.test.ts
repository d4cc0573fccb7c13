import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeOutputs } from "../../../codegen/cli/output-files.ts";
import { UsageError } from "../../../codegen/cli/usage-error.ts";
import { makeFolder } from "../support/run-cli.ts";

it("puts back what was renamed into place when a later rename fails", () => {
  const { folder, remove } = makeFolder({ "old.txt": "before" });
  // The last file makes `d` a folder, onto which the one before it can't be renamed any more.
  const files = new Map([
    ["old.txt", "after"],
    ["new.txt", "after"],
    ["d", "a file"],
    ["d/e", "a file in it"],
  ]);
  expect(() => writeOutputs(folder, files)).toThrow(UsageError);
  expect(readFileSync(join(folder, "old.txt"), "utf8")).toBe("before");
  expect(existsSync(join(folder, "new.txt"))).toBe(false);
  expect(readdirSync(folder).toSorted()).toEqual(["d", "old.txt"]);
  expect(readdirSync(join(folder, "d"))).toEqual([]);
  remove();
});
