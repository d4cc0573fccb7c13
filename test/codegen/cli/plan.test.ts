import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fileWithJob, plainTemplate } from "../support/compile-text.ts";
import type { CliEnd } from "../support/run-cli.ts";
import { makeFolder, runCli } from "../support/run-cli.ts";

const every5 = fileWithJob("endpoint: /poll\nschedule: { every: 5m }");
const every10 = every5.replace("every: 5m", "every: 10m");
const bad = every5.replace("/poll", "poll");

const folders: (() => void)[] = [];
afterEach(() => folders.splice(0).forEach((remove) => remove()));

function folderWith(files: Record<string, string>): string {
  const { folder, remove } = makeFolder(files);
  folders.push(remove);
  return folder;
}

/** Nothing of the machine's own settings is read, and a commit has the date that it is given. */
function git(cwd: string, args: readonly string[], date = "2026-11-01T12:00:00Z"): void {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
    cwd,
    env,
    stdio: "ignore",
  });
}

/** A repository whose branch main holds these files. */
function repository(files: Record<string, string>): string {
  const folder = folderWith(files);
  git(folder, ["init", "--initial-branch=main"]);
  commit(folder);
  return folder;
}

function commit(folder: string, date?: string): void {
  git(folder, ["add", "."]);
  git(folder, ["commit", "--message=a change"], date);
}

function plan(cwd: string, ...args: readonly string[]): CliEnd {
  return runCli(["plan", "--from", "2026-11-23", ...args], { cwd, env: { PATH: process.env.PATH ?? "" } });
}

describe("plan beside a revision", { timeout: 60_000 }, () => {
  it("is of the working tree and the commit at which it left main", () => {
    const folder = repository({ "schedules.yaml": every5, "wrangler.template.toml": plainTemplate });
    git(folder, ["switch", "--create", "slower"]);
    writeFileSync(join(folder, "schedules.yaml"), every10);
    commit(folder);
    git(folder, ["switch", "main"]);
    // What main did since is no part of the change.
    writeFileSync(join(folder, "schedules.yaml"), every5.replace("job:", "another:"));
    commit(folder);
    git(folder, ["switch", "slower"]);
    const { code, stdout, stderr } = plan(folder);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^schedules\.yaml beside where it left main \([0-9a-f]{7,}\): 1 job changes\.\n/);
    expect(stdout).toContain("schedule           every 5 minutes → every 10 minutes");
    const beside = plan(folder, "--base", "main", "--exit-code");
    expect(beside.code).toBe(3);
    expect(beside.stdout).toContain("1 job is added, 1 is removed");
  });

  it("finds the file from another folder, and knows no difference", () => {
    const folder = repository({ "schedules.yaml": every5, "wrangler.template.toml": plainTemplate });
    mkdirSync(join(folder, "below"));
    const { code, stdout } = plan(join(folder, "below"), "--config", "../schedules.yaml", "--exit-code");
    expect([code, stdout]).toEqual([0, expect.stringContaining(": nothing changes.\n")]);
  });

  it("says since when a pause that ends was written", () => {
    const paused = every5.replace("    endpoint:", "    pause: { reason: moving }\n    endpoint:");
    const folder = repository({ "schedules.yaml": every5, "wrangler.template.toml": plainTemplate });
    writeFileSync(join(folder, "schedules.yaml"), paused);
    commit(folder, "2026-11-10T12:00:00Z");
    // A later change of another line does not count.
    writeFileSync(join(folder, "schedules.yaml"), `${paused}    owner: us\n`);
    commit(folder, "2026-11-20T12:00:00Z");
    writeFileSync(join(folder, "schedules.yaml"), `${every5}    owner: us\n`);
    const { stdout } = plan(folder, "--base", "HEAD");
    expect(stdout).toContain("pause       paused (moving) → none");
    expect(stdout).toContain("was paused  since Tue 10 Nov 2026, for 13 days");
    const [{ jobs }] = (JSON.parse(plan(folder, "--base", "HEAD", "--format", "json").stdout) as Printed)
      .environments;
    expect(jobs[0].pausedSince).toBe("2026-11-10T12:00:00Z");
  });

  it("takes all as added where the old version has no such file", () => {
    const folder = repository({ "README.md": "nothing yet\n" });
    writeFileSync(join(folder, "schedules.yaml"), every5);
    writeFileSync(join(folder, "wrangler.template.toml"), plainTemplate);
    const { code, stdout } = plan(folder, "--exit-code");
    expect(code).toBe(3);
    expect(stdout).toContain("where there is no schedules.yaml: 1 job is added.");
  });

  it("follows a file that git knows to be renamed, with its folder too", () => {
    const folder = repository({ "schedules.yaml": every5, "wrangler.template.toml": plainTemplate });
    git(folder, ["mv", "schedules.yaml", "jobs.yaml"]);
    const same = plan(folder, "--config", "jobs.yaml", "--exit-code");
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^jobs\.yaml beside main \([0-9a-f]{7,}\), where it is schedules\.yaml: nothing changes\.\n/,
      ),
    ]);
    commit(folder);
    mkdirSync(join(folder, "cron"));
    for (const name of ["jobs.yaml", "wrangler.template.toml"]) git(folder, ["mv", name, "cron"]);
    writeFileSync(join(folder, "cron/jobs.yaml"), every10);
    const moved = plan(join(folder, "cron"), "--config", "jobs.yaml", "--base", "HEAD", "--exit-code");
    expect([moved.code, moved.stderr]).toEqual([3, ""]);
    expect(moved.stdout).toContain(", where it is ../jobs.yaml: 1 job changes.");
    expect(moved.stdout).toContain("every 5 minutes → every 10 minutes");
  });

  it("takes a file for new beside one that is still there", () => {
    const folder = repository({ "schedules.yaml": every5, "wrangler.template.toml": plainTemplate });
    writeFileSync(join(folder, "copy.yaml"), every5);
    git(folder, ["add", "copy.yaml"]);
    const { stdout } = plan(folder, "--config", "copy.yaml");
    expect(stdout).toContain("where there is no copy.yaml: 1 job is added.");
  });

  it("names the version that does not compile, and shows why", () => {
    const folder = repository({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    writeFileSync(join(folder, "schedules.yaml"), every5);
    const { code, stdout, stderr } = plan(folder, "--exit-code");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^There is nothing to compare: schedules\.yaml of main \([0-9a-f]+\) does not compile\. Mend it first/,
    );
    expect(stdout).toContain("schedules.yaml:9:15: error SCH109");
  });

  it("says what is missing outside a repository, without that revision and without a branch", () => {
    const files = { "schedules.yaml": every5, "wrangler.template.toml": plainTemplate };
    const outside = plan(folderWith(files));
    expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining("is in no git repository")]);
    const folder = repository(files);
    const unknown = plan(folder, "--base", "--output=x");
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining("git knows no revision `--output=x`"),
    ]);
    git(folder, ["branch", "--move", "main", "trunk"]);
    const branchless = plan(folder);
    expect([branchless.code, branchless.stderr]).toEqual([2, expect.stringContaining("no default branch")]);
  });
});

interface Printed {
  readonly version: number;
  readonly changed: boolean;
  readonly environments: readonly [{ readonly jobs: readonly [{ readonly pausedSince: string | null }] }];
}

describe("plan of two files and of two environments", { timeout: 60_000 }, () => {
  const files = { "old.yaml": every5, "new.yaml": every10, "wrangler.template.toml": plainTemplate };

  it("compares files", () => {
    const folder = folderWith(files);
    const { code, stdout } = plan(folder, "old.yaml", "new.yaml", "--format", "markdown", "--exit-code");
    expect(code).toBe(3);
    expect(stdout).toContain("| `job` | production | every 5 minutes → every 10 minutes<br>");
    const same = plan(folder, "old.yaml", "old.yaml", "--format", "json", "--exit-code");
    expect(same.code).toBe(0);
    expect(JSON.parse(same.stdout)).toMatchObject({ version: 1, changed: false, environments: [] });
  });

  it("shows one environment alone, and knows of the others", () => {
    const both = every5
      .replace("environments:", "environments:\n  staging: { backend: https://staging.example.com }")
      .replace("{ every: 5m }", "{ production: { every: 5m }, staging: { every: 5m } }");
    const folder = folderWith({
      "old.yaml": both,
      "new.yaml": both.replace(
        "production: { every: 5m }, staging: { every: 5m }",
        "staging: { every: 10m }",
      ),
      "wrangler.template.toml": plainTemplate,
    });
    const { stdout } = plan(folder, "old.yaml", "new.yaml", "--env", "production");
    expect(stdout).toContain("every 5 minutes → only by hand");
    expect(stdout).not.toContain("every 10 minutes");
    // It still runs in staging, and staging's trigger is the account's too.
    expect(stdout).not.toContain("in any environment");
    expect(stdout).toContain("In all: 2 → 1 of the account's 250 cron triggers");
  });

  it("compares environments of one file, and says nothing of a deploy", () => {
    const staging = "environments:\n  staging: { backend: https://staging.example.com }";
    const both = every5
      .replace("environments:", staging)
      .replace("{ every: 5m }", "{ production: { every: 5m }, staging: { every: 15m } }");
    const folder = folderWith({ "schedules.yaml": both, "wrangler.template.toml": plainTemplate });
    const { code, stdout } = plan(folder, "--env", "production", "--against", "staging");
    expect(code).toBe(0);
    expect(stdout).toContain("production beside staging: 1 job changes.");
    expect(stdout).toContain("every 15 minutes → every 5 minutes");
    expect(stdout).toContain("https://staging.example.com → https://api.example.com");
    expect(stdout).not.toContain("deploy");
  });

  it.each([
    { args: ["old.yaml", "new.yaml", "more.yaml"], want: "Two files are needed" },
    { args: ["old.yaml", "new.yaml", "--env", "prodution"], want: "Did you mean `production`?" },
  ])("refuses $args", ({ args, want }) => {
    const { code, stderr } = plan(folderWith(files), ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(want)]);
  });

  it("says which file can't be read", () => {
    const { code, stdout, stderr } = plan(folderWith(files), "old.yaml", "gone.yaml");
    expect([code, stderr]).toEqual([1, "There is nothing to compare: gone.yaml can't be read.\n"]);
    expect(stdout).toContain("gone.yaml:1:1: error SCH010: `gone.yaml` can't be read: there is no such file");
    expect(stdout).toContain("= hint: look at its name and folder\n");
  });
});
