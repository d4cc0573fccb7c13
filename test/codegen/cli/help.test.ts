import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../codegen/cli/exit-codes.ts";
import { program } from "../../../codegen/cli/program.ts";
import { splitWords } from "../../../codegen/import/split-words.ts";
import { runCli } from "../support/run-cli.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  scripts: Record<string, string>;
};
/** Apart from what the completion scripts call. */
const commands = program().commands.filter((command) => command.name() !== "complete");
const documented = ["configuration", "plan", "import", "deploy", "handshake"]
  .map((page) => readFileSync(`${root}docs/${page}.md`, "utf8"))
  .join();

const helps = commands.map((command) => {
  const { code, stdout, stderr } = runCli([command.name(), "--help"], { cwd: root });
  return { name: command.name(), code, stdout, stderr };
});
const tools = ["start", "dev"].map((name) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", `dev/${name}.ts`, "--help"],
    { cwd: root, encoding: "utf8", env: {} },
  );
  return { name, code: status, stdout, stderr };
});

/** The lines under a title, without their indent. */
function section(help: string, title: string): string[] {
  const [, text = ""] = help.split(`\n${title}:\n`);
  return (text.trimEnd().split("\n\n")[0] ?? "").split("\n").map((line) => line.trim());
}

/** Words of a call after its `--`, without what the shell does with it, and what the call is said to do. */
function givenIn(example: string): readonly string[] {
  const [, behind = ""] = /npm run (?:--silent )?\S+ -- (.*)/.exec(example) ?? [];
  const [given = ""] = behind.split(/ {2,}| >>? |\)/);
  return splitWords(given);
}

describe.each([...helps, ...tools])("the help of $name", ({ name, code, stdout, stderr }) => {
  it("begins with what people type, and ends well", () => {
    const call = name === "start" ? "npm start" : `npm run ${name}`;
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")[0]).toMatch(new RegExp(`^Usage: ${call} -- \\[`));
    expect(Object.keys(scripts)).toContain(name);
  });

  it("fits a terminal of 80 columns", () => {
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("has examples", () => {
    expect(section(stdout, "Examples").filter((line) => /\bnpm (?:run|start)\b/.test(line))).not.toEqual([]);
  });
});

describe.each(helps)("the help of $name", ({ name, stdout }) => {
  it("has examples that the command takes", () => {
    for (const example of section(stdout, "Examples")) {
      const command = program().commands.find((each) => each.name() === name);
      const given: unknown[] = [];
      command?.action((...all: unknown[]) => void given.push(all));
      command?.configureOutput({ writeErr: () => {} }).parse([...givenIn(example)], { from: "user" });
      expect([example, given.length]).toEqual([example, 1]);
    }
  });

  it("names exit codes that there are", () => {
    const codes = section(stdout, "Exit codes").flatMap((line) => line.match(/^\d+/)?.map(Number) ?? []);
    expect(codes.filter((code) => !Object.values<number>(exitCodes).includes(code))).toEqual([]);
  });
});

it("every option is described, and stands in the docs", () => {
  for (const command of commands)
    for (const { long, description } of command.options) {
      expect([command.name(), long, description]).not.toContain("");
      expect([command.name(), long, documented.includes(`${long}`)]).toEqual([command.name(), long, true]);
    }
});

it("the help of all lists each command in a group, and how to begin", () => {
  const { code, stdout } = runCli(["help"], { cwd: root });
  expect([code, stdout]).toEqual([0, runCli(["--help"], { cwd: root }).stdout]);
  expect(stdout.split("\n")[0]).toBe("Usage: npm run <command> -- [options]");
  for (const [title, name] of [
    ["Begin", "init"],
    ["Write", "generate"],
    ["Look", "next"],
    ["Compare", "plan"],
    ["Help", "completion"],
  ] as const)
    expect(section(stdout, title).map((line) => line.split(" ")[0])).toContain(name);
  expect(stdout).not.toMatch(/^ {2}complete /m);
  for (const name of ["plan", "help"])
    expect(runCli(["help", name], { cwd: root }).stdout).toBe(
      helps.find((each) => each.name === name)?.stdout,
    );
});

it("no command at all: the help of all, as a mistake", () => {
  const { code, stdout, stderr } = runCli([], { cwd: root });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^Usage: npm run <command>/);
});
