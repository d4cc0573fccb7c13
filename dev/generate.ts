import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const compiler = fileURLToPath(new URL("../codegen/run.js", import.meta.url));

/** Runs `generate` in a process of its own, which prints for itself. @returns whether all was well. */
export async function generate(): Promise<boolean> {
  // A fork would take over tsx, which this process runs under.
  const child = fork(compiler, ["generate"], { stdio: "inherit", execArgv: [] });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}
