import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fileWithJob, plainTemplate } from "../support/compile-text.ts";
import { makeFolder, runCli } from "../support/run-cli.ts";

const good = fileWithJob('endpoint: /report\nschedule: "0 9 * * *"');
const bad = good.replace("0 9 * * *", "0 9 * * 1-5").replace("/report", "report");
const outputs = [
  "schedules.openapi.yaml",
  "schedules.schema.json",
  "src/generated/job-map.ts",
  "wrangler.toml",
];

/** The Worker's code, which a template names; only that it is there counts. */
const workerCode = "src/worker.ts";

const folders: (() => void)[] = [];
afterEach(() => folders.splice(0).forEach((remove) => remove()));

function project(
  files: Record<string, string> = { "schedules.yaml": good, "wrangler.template.toml": plainTemplate },
): string {
  return folderWith({ [workerCode]: "", ...files });
}

function folderWith(files: Record<string, string>): string {
  const { folder, remove } = makeFolder(files);
  folders.push(remove);
  return folder;
}

function textsIn(folder: string): (string | null)[] {
  return outputs.map((name) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : null,
  );
}

/** Every file under a folder but the code, to see that nothing is left behind. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name !== workerCode && statSync(join(folder, name)).isFile())
    .toSorted();
}

describe("generate", { timeout: 60_000 }, () => {
  it("writes the four files, says what runs when, and leaves them alone the second time", () => {
    const folder = project();
    const first = runCli(["generate"], { cwd: folder });
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toContain("at 09:00 every day");
    expect(first.stdout).toContain("1 of the account's 250 cron triggers");
    // A run and its claim are 3 + 2 rows and 1 + 1 requests, the alarm 96 of each; a month of it in 50 and 1 million.
    expect(first.stdout.replaceAll("\n", " ")).toContain(
      "The ledger costs at most 101 rows written (0.006 %) and 98 requests (0.3 %) a day, of what the Paid plan includes.",
    );
    expect(filesIn(folder)).toEqual([...outputs, "schedules.yaml", "wrangler.template.toml"].toSorted());
    const longAgo = new Date("2020-01-01T00:00:00Z");
    for (const name of outputs) utimesSync(join(folder, name), longAgo, longAgo);
    const second = runCli(["generate"], { cwd: folder });
    expect(second.code).toBe(0);
    expect(second.stdout.match(/unchanged/g)).toHaveLength(4);
    expect(outputs.map((name) => statSync(join(folder, name)).mtime)).toEqual(outputs.map(() => longAgo));
    expect(runCli(["check"], { cwd: folder }).code).toBe(0);
  });

  it("leaves the old files as they were on an error, and says so", () => {
    const folder = project();
    runCli(["generate"], { cwd: folder });
    const before = textsIn(folder);
    writeFileSync(join(folder, "schedules.yaml"), bad);
    const { code, stdout, stderr } = runCli(["generate"], { cwd: folder });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("schedules.yaml:9:15: error SCH109");
    expect(stdout).toContain("Nothing was written");
    expect(textsIn(folder)).toEqual(before);
  });

  it("writes all files or none: a target that can't be written leaves the others alone", () => {
    const folder = project();
    mkdirSync(join(folder, "wrangler.toml"));
    const { code, stderr, stdout } = runCli(["generate"], { cwd: folder });
    expect(code).toBe(2);
    expect(stdout + stderr).toContain("wrangler.toml");
    expect(stdout + stderr).not.toContain("bug of ours");
    expect(filesIn(folder)).toEqual(["schedules.yaml", "wrangler.template.toml"]);
  });

  it("writes all files or none: a file in the place of a folder", () => {
    const folder = project();
    runCli(["generate"], { cwd: folder });
    const before = textsIn(folder);
    writeFileSync(join(folder, "schedules.yaml"), good.replace("0 9", "0 8"));
    const out = folderWith({ src: "a file" });
    const { code, stderr } = runCli(["generate", "--out", out], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).not.toContain("bug of ours");
    expect(filesIn(out)).toEqual(["src"]);
    expect(textsIn(folder)).toEqual(before);
  });

  it("takes --config and --out, and looks for the template beside the config", () => {
    const folder = folderWith({
      "in/mine.yaml": good,
      "in/wrangler.template.toml": `${plainTemplate}logpush = true\n`,
      [`in/${workerCode}`]: "",
    });
    const { code } = runCli(["generate", "--config", "in/mine.yaml", "--out", "to/here"], { cwd: folder });
    expect(code).toBe(0);
    expect(filesIn(join(folder, "to/here"))).toEqual(outputs);
    expect(readFileSync(join(folder, "to/here/wrangler.toml"), "utf8")).toContain("logpush = true");
    // Without --out the files are beside the config, and the same whatever the config's path.
    expect(runCli(["generate", "--config", "in/mine.yaml"], { cwd: folder }).code).toBe(0);
    expect(textsIn(join(folder, "in"))).toEqual(textsIn(join(folder, "to/here")));
  });
});

describe("check", { timeout: 60_000 }, () => {
  it("lists every stale or missing file, and writes none", () => {
    const folder = project();
    runCli(["generate"], { cwd: folder });
    writeFileSync(join(folder, "wrangler.toml"), "name = 1\n");
    writeFileSync(join(folder, "schedules.openapi.yaml"), "");
    writeFileSync(join(folder, "schedules.schema.json"), "{}\n");
    writeFileSync(join(folder, "src/generated/job-map.ts"), "");
    const before = textsIn(folder);
    for (const args of [["check"], ["generate", "--check"]]) {
      const { code, stdout } = runCli(args, { cwd: folder });
      expect(code).toBe(1);
      expect(
        stdout.match(/error SCH601: .*/g)?.map((line) => outputs.filter((name) => line.includes(name))),
      ).toEqual(outputs.map((name) => [name]));
    }
    expect(textsIn(folder)).toEqual(before);
    const empty = runCli(["check", "--out", "nowhere"], { cwd: folder });
    expect(empty.code).toBe(1);
    expect(empty.stdout.match(/error SCH601: .* is missing/g)).toHaveLength(outputs.length);
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  it("warns of a wrangler.jsonc, which wrangler would take first: SCH506", () => {
    const folder = project();
    runCli(["generate"], { cwd: folder });
    writeFileSync(join(folder, "wrangler.jsonc"), "{}");
    const { code, stdout } = runCli(["check"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("warning SCH506: wrangler takes `wrangler.jsonc`");
  });
});

describe("the Worker's code that is not there: SCH510", { timeout: 60_000 }, () => {
  const template = plainTemplate.replace("worker.ts", "wroker.ts");

  it("stops generate and check before anything is written", () => {
    const folder = project({ "schedules.yaml": good, "wrangler.template.toml": template });
    for (const command of ["generate", "check"]) {
      const { code, stdout } = runCli([command], { cwd: folder });
      expect([code, stdout]).toEqual([
        1,
        expect.stringContaining(
          "wrangler.template.toml:1:1: error SCH510: `main` is the Worker's code, and there is no file `src/wroker.ts`",
        ),
      ]);
      expect(stdout).toContain('= hint: write main = "src/worker.ts"\n');
    }
    expect(filesIn(folder)).toEqual(["schedules.yaml", "wrangler.template.toml"]);
  });

  it("is a folder, and of one environment", () => {
    const folder = folderWith({
      "schedules.yaml": good,
      "wrangler.template.toml": `${plainTemplate}[env.production]\nmain = "code"\n`,
      "code/worker.ts": "",
    });
    const { stdout } = runCli(["check"], { cwd: folder });
    expect(stdout.match(/wrangler\.template\.toml:\S+ error SCH510/g)).toEqual([
      "wrangler.template.toml:1:1: error SCH510",
      "wrangler.template.toml:4:1: error SCH510",
    ]);
    expect(stdout).toContain(
      "its path is seen from `.`, where wrangler.toml is: name the file, or bring it there",
    );
  });
});

describe("the formats", { timeout: 60_000 }, () => {
  it("--format json is one object on standard output, with the fields that are promised", () => {
    const folder = project({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    const { code, stdout, stderr } = runCli(["check", "--format", "json"], { cwd: folder });
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      diagnostics: [
        {
          code: "SCH109",
          severity: "error",
          message: "`report` is no endpoint: the path must begin with `/`",
          file: "schedules.yaml",
          line: 9,
          column: 15,
          endLine: 9,
          endColumn: 21,
          hint: "write POST /report",
        },
      ],
    });
  });

  it("--format json is an empty list where all is well, also for generate", () => {
    const folder = project();
    const { code, stdout } = runCli(["generate", "--format", "json"], { cwd: folder });
    expect([code, JSON.parse(stdout)]).toEqual([0, { diagnostics: [] }]);
  });

  it("--format github is a line for each annotation", () => {
    const folder = project({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    const { code, stdout } = runCli(["check", "--format", "github"], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toBe(
      "::error file=schedules.yaml,line=9,endLine=9,col=15,endColumn=21,title=SCH109::" +
        "`report` is no endpoint: the path must begin with `/`%0Ahint: write POST /report\n",
    );
  });

  it("several at once: each file holds what standard output would, and standard output has its own", () => {
    const folder = project({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    const names = ["text", "json", "github", "sarif", "junit", "markdown"];
    const inFiles = names.flatMap((name) => ["--format", `${name}=${name}.out`]);
    const { code, stdout, stderr } = runCli(["check", ...inFiles], { cwd: folder });
    expect([code, stderr]).toEqual([1, ""]);
    // A log that said nothing of a failed check would be of no help.
    expect(stdout).toContain("schedules.yaml:9:15: error SCH109");
    for (const name of names) {
      const alone = runCli(["check", "--format", name], { cwd: folder });
      expect([name, alone.code]).toEqual([name, 1]);
      const text = readFileSync(join(folder, `${name}.out`), "utf8");
      expect(alone.stdout.startsWith(text)).toBe(true);
      expect(alone.stdout.slice(text.length)).toBe(
        name === "text" ? "\nMend this, then run it again.\n" : "",
      );
    }
    expect(filesIn(folder)).toEqual(
      [...names.map((name) => `${name}.out`), "schedules.yaml", "wrangler.template.toml"].toSorted(),
    );
  });

  it("links to the documentation of the commit that a workflow on GitHub has checked out", () => {
    const env = {
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/cron",
      GITHUB_SHA: "0a1b2c",
    };
    const folder = project({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    const { stdout } = runCli(["check", "--format", "markdown"], { cwd: folder, env });
    expect(stdout).toContain("[SCH109](https://github.com/acme/cron/blob/0a1b2c/docs/diagnostics.md#sch109)");
  });

  const escape = String.fromCharCode(27);
  it.each([
    ["no terminal", {}, false],
    ["FORCE_COLOR", { FORCE_COLOR: "1" }, true],
    ["NO_COLOR beside it", { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("colours: %s", (_name, env: Record<string, string>, want) => {
    const folder = project({ "schedules.yaml": bad, "wrangler.template.toml": plainTemplate });
    expect(runCli(["check"], { cwd: folder, env }).stdout.includes(escape)).toBe(want);
  });
});

describe("exit codes", { timeout: 60_000 }, () => {
  it.each([
    ["a file that is not there", ["generate", "--config", "none.yaml"], 1, "SCH010"],
    ["a folder as the file", ["check", "--config", "."], 1, "SCH010"],
  ])("%s", (_name, args, code, says) => {
    const end = runCli(args, { cwd: project() });
    expect({ code: end.code, says: (end.stdout + end.stderr).includes(says) }).toEqual({ code, says: true });
    expect(end.stdout + end.stderr).not.toContain("bug of ours");
  });
});
