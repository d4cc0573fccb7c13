import { spawnSync } from "node:child_process";

/** What a whole process took. */
export interface Taken {
  readonly ms: number;
  /** The most memory that it held, in MiB. */
  readonly mib: number;
}

/** Says at the end, on standard error, how much memory a process held. */
const preload = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`\\nrss ${process.resourceUsage().maxRSS}\\n`))",
)}`;

/** Runs `node` with these arguments, and throws where it fails. */
export function timeProcess(args: readonly string[]): Taken {
  const started = performance.now();
  const result = spawnSync(process.execPath, ["--import", preload, ...args], { encoding: "utf8" });
  const ms = performance.now() - started;
  if (result.status !== 0)
    throw new Error(`${args.join(" ")} ended with ${result.status}: ${result.stdout}${result.stderr}`);
  return { ms, mib: Number(/rss (\d+)/.exec(result.stderr)?.[1]) / 1024 };
}
