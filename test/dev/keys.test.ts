import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { expect, it } from "vitest";
import { KEYS_HELP, onKey } from "../../dev/keys.ts";

/** What is read from these chunks of input, until it ends. */
async function keysOf(chunks: readonly string[], terminal: boolean): Promise<string[]> {
  const stream = new PassThrough();
  const raw: boolean[] = [];
  const input = Object.assign(stream, { isTTY: terminal, setRawMode: (on: boolean) => raw.push(on) });
  const keys: string[] = [];
  onKey(input as unknown as ReadStream, (key) => keys.push(key));
  for (const chunk of chunks) stream.write(chunk);
  const closed = new Promise((resolve) => stream.once("close", resolve));
  stream.end();
  await closed;
  expect(raw).toEqual(terminal ? [true] : []);
  return keys;
}

it("takes each key of a terminal, and Ctrl-C for q", async () => {
  expect(await keysOf(["p", "xk", "\u0003"], true)).toEqual(["p", "k", "q"]);
});

it("takes a line that is a key where there is no terminal, and no other", async () => {
  expect(await keysOf(["p\nskip", "ped\n k \nquit\n", "q\n"], false)).toEqual(["p", "k", "q"]);
});

it("takes the end of the input for nothing", async () => {
  expect(await keysOf([], false)).toEqual([]);
});

it("has a line of help for each key", () => {
  expect(KEYS_HELP.match(/^ {2}\w {2}/gm)).toEqual(["  p  ", "  k  ", "  q  "]);
});
