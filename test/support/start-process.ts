import { spawn } from "node:child_process";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and standard error, as they came, without colours. */
  readonly output: string;
}

export interface StartedProcess {
  readonly pid: number;
  /** All that it has printed so far, without colours. */
  output(): string;
  /**
   * Resolves with the match as soon as the output holds one.
   * @throws with the whole output, when the process ends before, or after `timeoutMs`.
   */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Writes to its standard input. */
  write(text: string): void;
  /** Sends the signal to the process alone, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<ProcessEnd>;
  readonly ended: Promise<ProcessEnd>;
}

/** What every process in a test gets of our environment: no account, no colour, no way to the network. */
export const cleanEnv: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "",
  CI: "1",
  NO_COLOR: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // wrangler asks the registry for a newer version: nobody listens there.
  npm_config_registry: "http://127.0.0.1:9/",
};

/** Runs a Node program in a folder, without standard input unless it `hasInput`. */
export function startProcess(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly hasInput?: boolean;
  },
): StartedProcess {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...cleanEnv, ...options.env },
    stdio: [options.hasInput ? "pipe" : "ignore", "pipe", "pipe"],
  });
  if (child.stdout === null || child.stderr === null) throw new Error("the process has no output");
  const streams = [child.stdout, child.stderr];
  let text = "";
  const output = (): string => stripVTControlCharacters(text);
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, output: output() }));
  });
  for (const stream of streams) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }

  return {
    pid: child.pid ?? 0,
    output,
    ended,
    waitFor: (pattern, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void =>
          finish(() => reject(new Error(`${why} ${pattern}:\n${output()}`)));
        const timer = setTimeout(() => fail(`${timeoutMs} ms passed without`), timeoutMs);
        const onEnd = (): void => fail("It ended without");
        const look = (): void => {
          const match = pattern.exec(output());
          if (match !== null) finish(() => resolve(match));
        };
        function finish(settle: () => void): void {
          clearTimeout(timer);
          for (const stream of streams) stream.off("data", look);
          child.off("close", onEnd);
          settle();
        }
        for (const stream of streams) stream.on("data", look);
        child.once("close", onEnd);
        look();
      }),
    write: (input) => void child.stdin?.write(input),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
