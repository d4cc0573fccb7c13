import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("npm run test:update", { timeout: 60_000 }, () => {
  it("refuses to write where CI is set", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), "dev/update-goldens.ts"],
      {
        env: { CI: "true" },
        encoding: "utf8",
      },
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("CI compares the expected files and never writes them"),
    ]);
  });
});
