import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";
import { keys, onTerminal } from "../support/terminal.ts";

let folder = "";
let remove = () => {};
beforeEach(() => ({ folder, remove } = makeFolder({ "src/worker.ts": "" })));
afterEach(() => remove());

const { enter, ctrlC, ctrlD } = keys;

describe("init on a terminal", { timeout: 60_000 }, () => {
  it("asks, takes what is offered for an empty answer, and writes files that generate takes", async () => {
    const { code, screen } = await onTerminal(
      ["init"],
      [
        ["Name of the Worker (cron-worker): ", `nightly${enter}`],
        ["Cloudflare plan of the account, free or paid (free): ", enter],
        ["First environment (production): ", enter],
        ["Address of the backend of production: ", `https://api.example.org${enter}`],
        ["Another environment (Enter: no more): ", `dev${enter}`],
        ["Address of the backend of dev: ", `http://127.0.0.1:8000${enter}`],
        ["Another environment (Enter: no more): ", enter],
        ["Time zone of the schedules (UTC): ", `Europe/London${enter}`],
        ["Name of the first job (hello): ", `report${enter}`],
        ["What it calls, METHOD /path (POST /cron/report): ", enter],
        ["When, HH:MM of every day or cron (02:06): ", `0 9 * * MON-FRI${enter}`],
      ],
      { cwd: folder },
    );
    expect([code, screen]).toEqual([0, expect.stringContaining("schedules.yaml written")]);
    expect(readFileSync(join(folder, "schedules.yaml"), "utf8").replace(/^#.*\n/gm, "")).toBe(`version: 1
worker: nightly

account:
  plan: free

defaults:
  timeZone: Europe/London # the clock that the schedules are written for
  auth: { bearer: ERIFY_CRON_TOKEN } # a secret of the Worker: npx wrangler secret put ERIFY_CRON_TOKEN

environments:
  production:
    backend: https://api.example.org
  dev:
    backend: http://127.0.0.1:8000
    default: true # what wrangler takes without --env

jobs:
  report:
    endpoint: POST /cron/report
    schedule: # an environment that is left out has none
      production: "0 9 * * MON-FRI"
`);
    expect(runCli(["check", "--out", "nowhere"], { cwd: folder }).stdout).not.toMatch(/error SCH(?!601)/);
    expect(runCli(["generate"], { cwd: folder }).code).toBe(0);
  });

  it("says what is wrong with an answer, and asks again", async () => {
    const given = ["--worker", "w", "--backend", "production=https://api.example.org", "--time-zone", "UTC"];
    const { code } = await onTerminal(
      ["init", ...given],
      [
        ["free or paid (free): ", `gold${enter}`],
        ["`gold` is not allowed here: write `free` or `paid`", ""],
        ["free or paid (free): ", `paid${enter}`],
        ["Name of the first job (hello): ", enter],
        ["METHOD /path (POST /cron/hello): ", `hello${enter}`],
        ["`hello` is no endpoint", ""],
        ["METHOD /path (POST /cron/hello): ", enter],
        ["or cron (02:06): ", `25:00${enter}`],
        ["or cron (02:06): ", `23:00${enter}`],
      ],
      { cwd: folder },
    );
    expect(code).toBe(0);
    const written = readFileSync(join(folder, "schedules.yaml"), "utf8");
    expect(written).toContain("plan: paid");
    expect(written).toContain('production: { at: "23:00" }');
  });

  it.each([
    ["Ctrl-D", ctrlD],
    ["Ctrl-C", ctrlC],
  ])("%s in the middle leaves nothing behind, and says so", async (_name, key) => {
    const { code, screen } = await onTerminal(
      ["init"],
      [
        ["Name of the Worker (cron-worker): ", `nightly${enter}`],
        ["free or paid (free): ", key],
      ],
      { cwd: folder },
    );
    expect(screen).toContain("\nNothing was written. To begin again: npm run init\n");
    expect([code, readdirSync(folder)]).toEqual([2, ["src"]]);
  });
});
