import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Person } from "../init/ask-answers.ts";
import { UsageError } from "./usage-error.ts";

/** Lets a person be asked on the terminal while `talk` runs. One who ends the input ends the talk. */
export async function withPerson<T>(talk: (person: Person) => Promise<T>): Promise<T> {
  return withLines((ask) =>
    talk({
      ask: async (question) => {
        const line = await ask(question);
        if (line === null) throw new UsageError("\nNothing was written. To begin again: npm run init");
        return line;
      },
      say: (text) => process.stderr.write(`${text}\n`),
    }),
  );
}

/** Asks for a yes; anything else is a no. */
export function confirm(question: string): Promise<boolean> {
  return withLines(async (ask) => /^y(?:es)?$/i.test((await ask(`${question} [y/N] `))?.trim() ?? ""));
}

/** Asks for a line that the terminal does not show; empty where the input ends. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Only now: what is typed before the terminal is told to show nothing would be seen.
  process.stderr.write(question);
  // It takes Ctrl-C for itself: then, as at the end of the input, the answer is none.
  terminal.once("SIGINT", () => terminal.close());
  const line = await new Promise<string>((resolve) => {
    terminal.once("line", resolve).once("close", () => resolve(""));
  });
  terminal.close();
  process.stderr.write("\n");
  return line.trim();
}

/** Hands out a way to ask for a line; its answer is null where the input has ended. */
async function withLines<T>(
  use: (ask: (question: string) => Promise<string | null>) => Promise<T>,
): Promise<T> {
  // Questions go to standard error, where they are seen whatever becomes of the output.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Unlike `question`, the iterator keeps lines that are pasted ahead of their questions.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await use(async (question) => {
      terminal.setPrompt(question);
      terminal.prompt();
      const { done, value } = await lines.next();
      return done ? null : value;
    });
  } finally {
    terminal.close();
  }
}
