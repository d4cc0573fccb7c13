import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { completionScript } from "../../../codegen/completion/shells.ts";
import type { Shell } from "../../../codegen/completion/shells.ts";

const project = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
const { environments, jobs } = parse(readFileSync("schedules.yaml", "utf8")) as Record<string, object>;
const environmentNames = Object.keys(environments ?? {});

/** What a person has typed, split as the shell splits it, and what Tab brings up; "before" is npm's own completion. */
const rows: readonly { readonly typed: readonly string[]; readonly want: readonly string[] }[] = [
  { typed: ["run", "plan", "--", "--ba"], want: ["--base"] },
  { typed: ["run", "--silent", "plan", "--", "--ex"], want: ["--exit-code"] },
  { typed: ["run-script", "preview", "--", "--s"], want: ["--svg"] },
  { typed: ["run", "plan", "--", "--base", "x", "--", "--ba"], want: [] },
  { typed: ["run", "plan", "--", "--env", ""], want: environmentNames },
  { typed: ["run", "plan", "--", "--against", "st"], want: ["staging"] },
  { typed: ["run", "next", "--", ""], want: Object.keys(jobs ?? {}) },
  { typed: ["run", "next", "--", "every5min", "--co"], want: ["--count", "--config"] },
  { typed: ["run", "next", "--", "--dialect", ""], want: ["schedules", "cloudflare"] },
  { typed: ["run", "check", "--", "--fix", "week"], want: ["weekdays=crontab", "weekdays=cloudflare"] },
  { typed: ["run", "check", "--", "--format", "s"], want: ["sarif"] },
  { typed: ["run", "import", "--", "--format", "v"], want: ["vercel"] },
  { typed: ["run", "init", "--", "--time-zone", "Europe/Lond"], want: ["Europe/London"] },
  { typed: ["run", "completion", "--", "b"], want: ["bash"] },
  { typed: ["run", "handshake", "--", "--job", ""], want: Object.keys(jobs ?? {}) },
  // A file: the shell completes it.
  { typed: ["run", "import", "--", ""], want: [] },
  { typed: ["run", "preview", "--", "--svg", ""], want: [] },
  { typed: ["run", "plan", "--ba"], want: ["before"] },
  { typed: ["run", "bench", "--", "--ba"], want: ["before"] },
  { typed: ["install", ""], want: ["before"] },
];

/** A call of the function for each row; each prints a line `<row>: <candidates>`. */
function linesOf(output: string): string[][] {
  return output
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ").filter((word) => word !== ""));
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(" ");
}

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).error === undefined;
const script = (shell: Shell): string => completionScript(shell, project);
const wanted = rows.map(({ want }) => want);

describe("in bash", { timeout: 120_000 }, () => {
  it("Tab completes what stands after the `--` of a command, and asks npm's completion for all else", () => {
    const program = `
_npm_before() { COMPREPLY=(before); }
complete -F _npm_before npm
${script("bash")}
try() { COMP_WORDS=(npm "$@"); COMP_CWORD=$#; COMPREPLY=(); _schedules_npm npm "\${!#}" ''; echo "\${COMPREPLY[@]}"; }
${rows.map(({ typed }) => `try ${quoted(typed)}`).join("\n")}`;
    expect(linesOf(runShell("bash", program))).toEqual(wanted);
  });

  it("knows that bash takes `=` for a word", () => {
    const program = `${script("bash")}
try() { COMP_WORDS=(npm "$@"); COMP_CWORD=$#; COMPREPLY=(); _schedules_npm npm "\${!#}" ''; echo "\${COMPREPLY[@]}"; }
try run plan -- --env = st
try run plan -- --env =
try run plan -- --env = staging --ag
try run check -- --format sarif = a
try run check -- --fix weekdays = cr
try run check -- --fix weekdays =`;
    expect(linesOf(runShell("bash", program))).toEqual([
      ["staging"],
      environmentNames,
      ["--against"],
      [],
      ["crontab"],
      ["crontab", "cloudflare"],
    ]);
  });

  it("leaves all as it was in other folders, and when it is read twice", () => {
    const program = `
_npm_before() { COMPREPLY=(before); }
complete -F _npm_before npm
${script("bash")}
${script("bash")}
cd /
COMP_WORDS=(npm run plan -- --ba); COMP_CWORD=4; _schedules_npm npm --ba --; echo "\${COMPREPLY[@]}"`;
    expect(runShell("bash", program)).toBe("before\n");
  });
});

describe.skipIf(!has("zsh"))("in zsh", { timeout: 120_000 }, () => {
  it("Tab completes the same", () => {
    const program = `
typeset -A _comps=(npm before)
compdef() { }; before() { print before }; _files() { print }
_describe() { print -r -- \${\${(P)2}%%:*} }
${script("zsh")}
try() { words=(npm "$@"); CURRENT=$#words; _schedules_npm }
${rows.map(({ typed }) => `try ${quoted(typed)}`).join("\n")}`;
    expect(linesOf(runShell("zsh", program))).toEqual(wanted);
  });
});

describe.skipIf(!has("fish"))("in fish", { timeout: 120_000 }, () => {
  it.each(rows.filter(({ want }) => want.length > 0 && want[0] !== "before"))(
    "Tab completes $typed",
    ({ typed, want }) => {
      const program = `${script("fish")}\ncomplete --do-complete ${JSON.stringify(`npm ${typed.join(" ")}`)}`;
      const found = runShell("fish", program)
        .trimEnd()
        .split("\n")
        .map((line) => line.split("\t")[0]);
      expect(found).toEqual(expect.arrayContaining([...want]));
    },
  );
});

it.each((["bash", "zsh", "fish"] as const).filter(has))("the folder's name is no code to %s", (shell) => {
  const text = completionScript(shell, "/it's\n echo taken for code; exit 3 #");
  const call =
    shell === "fish"
      ? "__schedules_npm_is_ours"
      : "COMP_WORDS=(npm x); COMP_CWORD=1; words=(npm x); _schedules_npm";
  const stubs = shell === "zsh" ? "typeset -A _comps; compdef() { }; _default() { }\n" : "";
  expect(runShell(shell, `${stubs}${text}\n${call}\necho end`)).toBe("end\n");
});

function runShell(shell: string, program: string): string {
  const quiet = { bash: ["--norc"], zsh: ["-f"], fish: ["--no-config"] }[shell] ?? [];
  return execFileSync(shell, [...quiet, "-c", program], { cwd: project, encoding: "utf8", timeout: 100_000 });
}
