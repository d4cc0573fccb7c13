import { createInterface } from "node:readline/promises";
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
        if (done) throw new UsageError("\nNothing was written. To begin again: npm run init");
        return value;
      },
      say: (text) => process.stderr.write(`${text}\n`),
    });
  } finally {
    terminal.close();
  }
}
