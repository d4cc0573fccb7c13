import process from "node:process";
import { createInterface } from "node:readline";
import type { ReadStream } from "node:tty";

const keys = {
  p: "stops and starts Cloudflare's cron",
  k: "kills the Worker in the next run",
  q: "ends everything, as Ctrl-C does",
} as const;

export type Key = keyof typeof keys;

/** A line for each key, for `--help`. */
export const KEYS_HELP = [
  ...Object.entries(keys).map(([key, effect]) => `  ${key}  ${effect}`),
  "Where standard input is no terminal, it takes a line with the letter alone.",
].join("\n");

const CTRL_C = "\u0003";

/**
 * Calls `react` for each key: as it is pressed, or, where the input is no terminal, for each line that is a key. An
 * input that ends says nothing.
 */
export function onKey(input: ReadStream, react: (key: Key) => void): void {
  if (!input.isTTY) {
    createInterface({ input }).on("line", (line) => {
      const key = line.trim();
      if (isKey(key)) react(key);
    });
    return;
  }
  input.setRawMode(true);
  process.once("exit", () => input.setRawMode(false));
  input.setEncoding("utf8").on("data", (pressed: string) => {
    for (const character of pressed) {
      // A terminal in raw mode sends no signal.
      const key = character === CTRL_C ? "q" : character;
      if (isKey(key)) react(key);
    }
  });
}

function isKey(text: string): text is Key {
  return Object.hasOwn(keys, text);
}
