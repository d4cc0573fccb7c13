import { afterAll, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";

const { folder, remove } = makeFolder({
  "vercel.json": '{ "crons": [{ "path": "/api/cron/usage", "schedule": "0 12 * * 1" }] }',
  "words.txt": "nothing of a scheduler",
});
afterAll(remove);

describe("import", { timeout: 60_000 }, () => {
  it("prints what is to be pasted on standard output, and a summary on standard error", () => {
    expect(runCli(["import", "vercel.json"], { cwd: folder })).toEqual({
      code: 0,
      stdout: `# From vercel.json. Settings that are not written take their defaults: a timeout of 30s, 3 attempts,
#   overlap: skip.
# vercel.json: \`backend\` is the Vercel deployment. Vercel sends its CRON_SECRET: auth: { bearer:
#   CRON_SECRET }.
jobs:
  usage:
    # vercel.json:1  0 12 * * 1
    endpoint: GET /api/cron/usage
    schedule: "0 12 * * MON"
`,
      stderr: "1 job from 1 of 1 file.\n",
    });
  });

  it("reads standard input as -", () => {
    const { code, stdout, stderr } = runCli(["import", "-"], {
      cwd: folder,
      input: "0 9 * * 1-5 /bin/report\n",
    });
    expect([code, stderr]).toEqual([
      0,
      "1 job from 1 of 1 file. 2 comments marked CHECK: decide what each asks.\n",
    ]);
    expect(stdout).toContain('schedule: "0 9 * * MON-FRI"');
  });

  it("prints what could be read, and says what could not", () => {
    const { code, stdout, stderr } = runCli(["import", "words.txt", "vercel.json"], { cwd: folder });
    expect([code, stdout.includes("usage:")]).toEqual([0, true]);
    expect(stderr).toMatch(
      /^words\.txt: it is nothing that is understood here.*\n1 job from 1 of 2 files\.\n$/,
    );
  });
});
