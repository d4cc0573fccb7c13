import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";

const owner = readFileSync("test/fixtures/ok/owner/schedules.yaml", "utf8");
const { folder, remove } = makeFolder({
  "schedules.yaml": owner,
  "broken.yaml": owner.replace("timeout: 2m", "timout: 2m"),
});
afterAll(remove);

const after = ["--after", "2026-11-23T16:00:00Z"];

describe("next", { timeout: 60_000 }, () => {
  it("shows a job's runs in every environment that has one, in words and in UTC", () => {
    const { code, stdout } = runCli(["next", "checkCurrent", "--count", "2", ...after], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toBe(`checkCurrent in production
  at 23:23 every day
  Mon 2026-11-23 23:23 UTC  in 7 h 23 min
  Tue 2026-11-24 23:23 UTC  in 1 day 7 h

checkCurrent in staging
  at 00:23 every day
  Tue 2026-11-24 00:23 UTC  in 8 h 23 min
  Wed 2026-11-25 00:23 UTC  in 1 day 8 h

checkCurrent in development
  at 00:00, 06:00, 12:00 and 18:00 every day
  Mon 2026-11-23 18:00 UTC  in 2 h
  Tue 2026-11-24 00:00 UTC  in 8 h
`);
  });

  it("shows every job, or those of one environment", () => {
    const { stdout } = runCli(["next", "--env", "production", ...after], { cwd: folder });
    expect(stdout.match(/^\S+ in \S+$/gm)).toEqual([
      "every5min in production",
      "partiesImport in production",
      "checkCurrent in production",
      "mopDelta in production",
    ]);
  });

  it("reads a cron expression as this language does, or as Cloudflare does", () => {
    const cron = ["next", "--cron", "0 9 * * 1-5", ...after];
    const own = runCli(cron, { cwd: folder });
    expect([own.code, own.stdout.includes("error SCH204")]).toEqual([1, true]);
    const cloudflare = runCli([...cron, "--dialect", "cloudflare", "--count", "1"], { cwd: folder });
    expect([cloudflare.code, cloudflare.stdout.includes("Tue 2026-11-24 09:00 UTC")]).toEqual([0, true]);
    expect(cloudflare.stdout).toContain("on Sunday to Thursday");
  });

  it.each([
    ["a file with an error", ["next", "--config", "broken.yaml"], 1, "error SCH101"],
    ["a file that is not there", ["next", "--config", "none.yaml"], 1, "error SCH010"],
  ])("%s", (_name, args, code, says) => {
    const end = runCli(args, { cwd: folder });
    expect(end.code).toBe(code);
    expect((end.stdout + end.stderr).toLowerCase()).toContain(says.toLowerCase());
  });

  it("--stdin answers every line with a line, in the same order, whatever stands in it", () => {
    const hostile = [
      "",
      "   ",
      "{",
      "null",
      '"\u2028"',
      "\u0000",
      "[".repeat(100_000),
      "x".repeat(2_000_000),
      '{"schedule":NaN}',
      '{"schedule":{"__proto__":{}}}',
    ];
    const lines = hostile.flatMap((line, index) => [good(index + 1), line]);
    const { code, stdout, stderr } = runCli(["next", "--stdin"], {
      cwd: folder,
      input: `${lines.join("\n")}\r\n${good(23)}`,
    });
    expect([code, stderr]).toEqual([0, ""]);
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { ok: boolean; next?: string[] });
    expect(answers).toHaveLength(lines.length + 1);
    expect(answers.filter(({ ok }) => ok).map(({ next }) => next)).toEqual(
      [...hostile.map((_, index) => index + 1), 23].map((hour) => [
        `2026-01-01T${String(hour).padStart(2, "0")}:00:00Z`,
      ]),
    );
    expect(answers.map(({ ok }) => ok)).toEqual([...hostile.flatMap(() => [true, false]), true]);
  });

  it("--stdin answers nothing to nothing", () => {
    expect(runCli(["next", "--stdin"], { cwd: folder })).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

function good(hour: number): string {
  return JSON.stringify({ schedule: `0 ${hour} * * *`, after: "2026-01-01", count: 1 });
}
