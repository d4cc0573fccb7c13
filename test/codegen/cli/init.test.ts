import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";

let folder = "";
let remove = () => {};
beforeEach(() => ({ folder, remove } = makeFolder({ "src/worker.ts": "" })));
afterEach(() => remove());

const backend = ["--backend", "production=https://api.example.org"];

describe("init", { timeout: 60_000 }, () => {
  it("writes schedules and a template that generate takes", () => {
    const { code, stdout } = runCli(["init", "--yes", ...backend, "--time-zone", "Asia/Tokyo"], {
      cwd: folder,
    });
    expect([code, stdout]).toEqual([
      0,
      "schedules.yaml written\nwrangler.template.toml written\n" +
        "Next: read schedules.yaml, then npm run generate, and npm run next to see when it runs.\n",
    ]);
    expect(runCli(["generate"], { cwd: folder }).code).toBe(0);
  });

  it("says how to go on with a file of another name", () => {
    const { stdout } = runCli(["init", "--yes", ...backend, "--config", "src/mine.yaml"], { cwd: folder });
    expect(stdout).toContain(
      "Next: read src/mine.yaml, then npm run generate -- --config src/mine.yaml, and npm run next -- --config src/mine.yaml to see when it runs.\n",
    );
  });

  it("never writes over what is there", () => {
    writeFileSync(join(folder, "wrangler.template.toml"), "# mine\n");
    expect(runCli(["init", "--yes", ...backend], { cwd: folder }).code).toBe(0);
    expect(readFileSync(join(folder, "wrangler.template.toml"), "utf8")).toBe("# mine\n");
    const { code, stderr } = runCli(["init", "--yes", ...backend], { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining("is there already, and is not written over")]);
  });

  it.each([
    ["nobody to ask", []],
    ["no backend", ["--yes"]],
    ["a wrong address", ["--yes", "--backend", "production=ftp://a"]],
    ["a wrong zone", ["--yes", ...backend, "--time-zone", "EST"]],
  ])("%s: it writes nothing", (_name, args) => {
    const { code, stdout } = runCli(["init", ...args], { cwd: folder });
    expect([code, stdout]).toEqual([2, ""]);
    expect(existsSync(join(folder, "schedules.yaml"))).toBe(false);
  });
});
