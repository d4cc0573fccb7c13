import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

/**
 * Notes which processes wrangler starts from now on. It starts two of workerd: a proxy that listens on the Worker's
 * port, and behind it the Worker itself, whenever it is built again in a new one.
 *
 * @param proxyPort where the proxy listens
 * @returns gives the Worker's own process; undefined while there is none
 */
export function watchWorkerd(proxyPort: number): () => ChildProcess | undefined {
  const processes: ChildProcess[] = [];
  // Told of each process as it is made: its arguments are known a moment later.
  subscribe("child_process", (message) => processes.push((message as { process: ChildProcess }).process));
  return () => processes.findLast((each) => isRunning(each) && isWorker(each.spawnargs, proxyPort));
}

/** Whether these are the arguments of a workerd that is not the proxy. */
export function isWorker(spawnargs: readonly string[], proxyPort: number): boolean {
  const entry = spawnargs.find((argument) => argument.startsWith("--socket-addr=entry="));
  return spawnargs.includes("serve") && entry !== undefined && !entry.endsWith(`:${proxyPort}`);
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
