import { wrapped } from "../../text/wrap.ts";
import { colors, print } from "../report.ts";

const WIDTH = 10;

/** One line, or one paragraph, of a deploy's report: the step, and what came of it. */
export function say(step: string, text: string): void {
  const [first = "", ...rest] = wrapped(text, " ".repeat(WIDTH + 1));
  print([`${colors.bold(step.padEnd(WIDTH))} ${first.trimStart()}`, ...rest].join("\n"));
}
