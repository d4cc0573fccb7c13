/** What a command says where the files, git, npm or the output around it are not as it needs them. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const owner = readFileSync("test/fixtures/ok/owner/schedules.yaml", "utf8");
const { folder, remove } = makeFolder({
  "schedules.yaml": owner,
  "broken.yaml": "a: [\n",
  "vercel.json": "{}",
  "words.txt": "nothing",
});
mkdirSync(join(folder, "a-folder"));
afterAll(remove);

describe("a file that can't be worked with ends with 1 and says what to do", { timeout: 60_000 }, () => {
  it.each([
    {
      args: ["next", "--config", "no/x.yaml"],
      stdout: unread(
        "no/x.yaml",
        "there is no such file",
        "name the file with --config FILE, or write a first one: npm run init",
      ),
    },
    {
      args: ["preview", "--config", "a-folder"],
      stdout: unread("a-folder", "it is a folder", "name a file in it"),
    },
    {
      args: ["next", "--config", "words.txt/x"],
      stdout: unread(
        "words.txt/x",
        "a part of its path is a file, and no folder",
        "look at its name and folder",
      ),
    },
    {
      args: ["import", "vercel.json"],
      stderr:
        "vercel.json: it has no `crons`. It was taken for a vercel.json: mend the file, or say with --format what else it is.\n",
    },
    {
      args: ["import", "--format", "kubernetes", "vercel.json"],
      stderr:
        "vercel.json: it has no CronJob. It was read as a Kubernetes CronJob, as --format says: mend the file, or say what else it is.\n",
    },
    {
      args: ["import", "words.txt"],
      stderr:
        "words.txt: it is nothing that is understood here: a crontab, a wrangler.toml, wrangler.json or wrangler.jsonc with crons, " +
        "a vercel.json with crons, a Kubernetes CronJob, or a GitHub workflow with a schedule. If it is one of them, say which with --format.\n",
    },
    {
      args: ["plan", "broken.yaml", "schedules.yaml"],
      stderr:
        "There is nothing to compare: broken.yaml does not compile. Mend it first, or compare with another version.\n",
      stdout:
        "broken.yaml:1:4: error SCH003: this `[` is never closed\n  |\n1 | a: [\n  |    ^\n  = hint: write `]` where the value ends\n\n1 error\n",
    },
  ])("$args", ({ args, stdout = "", stderr = "" }) => {
    expect(runCli(args, { cwd: folder })).toEqual({ code: 1, stdout, stderr });
  });
});

describe("git", { timeout: 60_000 }, () => {
  const repository = makeFolder({ "schedules.yaml": owner });
  afterAll(repository.remove);
  const env = { PATH: process.env.PATH ?? "" };
  const git = (...args: readonly string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: repository.folder,
      env: { ...env, GIT_CONFIG_NOSYSTEM: "1" },
      stdio: "ignore",
    });

  it("that is not there", () => {
    expect(runCli(["plan"], { cwd: folder, env: { PATH: "/nowhere" } })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "git can't be run. Install it; without it, two files can be compared: npm run plan -- old.yaml new.yaml\n",
    });
  });

  function unknown(base: string): string {
    return runCli(["plan", "--base", base], { cwd: repository.folder, env }).stderr;
  }

  it("without the revision: the nearest, or how to fetch it", () => {
    git("init", "--initial-branch=main");
    git("add", ".");
    git("commit", "--message=a change");
    expect(unknown("mainn")).toBe("git knows no revision `mainn`: did you mean `main`?\n");
    expect(unknown("origin/release")).toBe(
      "git knows no revision `origin/release`: a branch of a remote has to be fetched first, such as git fetch origin main\n",
    );
  });

  it("that does not trust the folder: in its own words", () => {
    // As where a container's files belong to another user.
    const { code, stderr } = runCli(["plan"], {
      cwd: repository.folder,
      env: { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("git can't read `.`:\nfatal: detected dubious ownership");
    expect(stderr).toContain("git config --global --add safe.directory");
  });
});

describe("options that npm keeps for itself", { timeout: 60_000 }, () => {
  it("are told of, with the call that was meant", () => {
    expect(
      call("plan", ["plan", "origin/main"], { npm_config_base: "true", npm_config_exit_code: "true" }),
    ).toBe(
      "npm kept --base and --exit-code for itself. Options of a command stand after a `--`: " +
        "npm run plan -- --base <revision> --exit-code\n",
    );
  });

  it("are told of with a --yes that npm kept too", () => {
    expect(
      call("init", ["init", "production=https://a"], { npm_config_yes: "true", npm_config_backend: "true" }),
    ).toBe(
      "npm kept --backend and --yes for itself. Options of a command stand after a `--`: " +
        "npm run init -- --backend <environment=url> --yes\n",
    );
  });

  it("are no concern where they are another script's, or of npm's own", () => {
    expect(call("deploy", ["next", "--env", "production"], { npm_config_env: "true" })).toBe("");
    // `yes` may be set in a person's npm settings.
    expect(call("init", ["init", "--yes"], {})).toContain("is there already");
  });

  it("are kept by the npm that is installed, as this says", () => {
    const { status, stderr } = spawnSync("npm", ["run", "--silent", "plan", "--base", "origin/main"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("npm run plan -- --base <revision>");
    const days = spawnSync("npm", ["run", "preview", "--days", "3"], { cwd: root, encoding: "utf8" });
    expect(days.stderr).toContain("npm run preview -- --days <n>");
  });
});

it("a Node that does not run TypeScript: which one does", { timeout: 60_000 }, () => {
  const args = ["--no-strip-types", `${root}codegen/run.js`, "check", "--strict"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe(
    `Node ${process.versions.node} does not run TypeScript. npm ci installs one that does, and npm's scripts use it: npm run check\n`,
  );
  expect(status).toBe(2);
});

describe("an output that takes no more", { timeout: 60_000 }, () => {
  it("that is closed early changes nothing of how the command ends", () => {
    // head's own end first: only then is nobody there.
    expect(bash(`$cli check --config broken.yaml > >(head -c 0); echo $?`).stdout).toBe("1\n");
  });

  it("that is closed early ends the answers of next --stdin", () => {
    const { stdout } = bash(
      `yes '{"schedule":"0 9 * * *","after":"2026-11-24","count":1}' | $cli next --stdin | head -n 1; echo \${PIPESTATUS[1]}`,
    );
    expect(stdout).toBe('{"ok":true,"next":["2026-11-24T09:00:00Z"]}\n0\n');
  });

  it.skipIf(process.platform !== "linux")("that is a full disk", () => {
    const { status, stderr } = bash(`$cli next > /dev/full`);
    expect([status, stderr]).toEqual([
      2,
      "`standard output` can't be written: the disk is full. Make room, then run this again.\n",
    ]);
    expect(bash(`$cli preview --svg /dev/full`)).toMatchObject({
      status: 2,
      stderr: "`/dev/full` can't be written: the disk is full. Make room, then run this again.\n",
    });
  });
});

function unread(file: string, why: string, hint: string): string {
  return `${file}:1:1: error SCH010: \`${file}\` can't be read: ${why}\n  = hint: ${hint}\n\n1 error\n`;
}

/** Standard error of a call in an npm script that is set up as here. */
function call(script: string, args: readonly string[], kept: Record<string, string>): string {
  const env = { npm_lifecycle_event: script, npm_config_yes: "true", ...kept };
  return runCli(args, { cwd: folder, env }).stderr;
}

/** `$cli` is the command line. */
function bash(command: string) {
  const cli = `'${process.execPath}' '${root}codegen/run.js'`;
  return spawnSync("bash", ["-c", command.replaceAll("$cli", cli)], {
    cwd: folder,
    encoding: "utf8",
    timeout: 45_000,
  });
}
