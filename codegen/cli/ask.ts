import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Person } from "../init/ask-answers.ts";
import { UsageError } from "./usage-error.ts";

/** Lets a person be asked on the terminal while `talk` runs. One who ends the input ends the talk. */
export async function withPerson<T>(talk: (person: Person) => Promise<T>): Promise<T> {
  // Questions go to standard error, where they are seen whatever becomes of the output.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Unlike `question`, the iterator keeps lines that are pasted ahead of their questions.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await talk({
      ask: async (question) => {
        terminal.setPrompt(question);
        terminal.prompt();
        const { done, value } = await lines.next();
        if (done) throw new UsageError("\nNothing was written.");
        return value;
      },
      say: (text) => process.stderr.write(`${text}\n`),
    });
  } finally {
    terminal.close();
  }
}

/** Asks for a line that the terminal does not show; empty where the input ends. */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    const { done, value } = await terminal[Symbol.asyncIterator]().next();
    return done ? "" : value.trim();
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/** Asks for a yes; anything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return withPerson(async ({ ask }) => /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim()));
}
