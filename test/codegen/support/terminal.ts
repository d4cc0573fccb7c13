import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const cli = fileURLToPath(new URL("../../../codegen/run.js", import.meta.url));

/** What a person sees, and types once it is there. */
export type Step = readonly [seen: string, typed: string];

export const keys = { enter: "\r", ctrlC: "\u0003", ctrlD: "\u0004" } as const;

export interface TerminalEnd {
  readonly code: number | null;
  /** All that was on the screen, in order, without what moves the cursor. */
  readonly screen: string;
}

/** Runs the command line on a terminal, by `script` of util-linux, and answers it. Ends it when a step never comes. */
export async function onTerminal(
  args: readonly string[],
  steps: readonly Step[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<TerminalEnd> {
  const command = [process.execPath, cli, ...args];
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", quoted, "/dev/null"], {
    cwd,
    env: { PATH: process.env.PATH, TERM: "xterm", SHELL: "/bin/sh", ...env },
    timeout: 40_000,
  });
  const left = [...steps];
  let seenTo = 0;
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    for (let step = left[0]; step; step = left[0]) {
      const [seen, typed] = step;
      const at = screen.indexOf(seen, seenTo);
      if (at === -1) return;
      seenTo = at + seen.length;
      left.shift();
      child.stdin.write(typed);
    }
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("close", resolve).once("error", reject),
  );
  if (left.length > 0) throw new Error(`\`${left[0]?.[0]}\` was never seen:\n${screen}`);
  return { code, screen: stripVTControlCharacters(screen).replaceAll("\r", "") };
}
