import { wrapped } from "../text/wrap.ts";
import type { Advice } from "./way-home.ts";

/** Advice for a terminal. A command stands on a line of its own, however long: it is there to be copied. */
export function adviceLines({ text, command }: Advice): string[] {
  const [first = "", ...rest] = wrapped(text, "    ");
  return [`  - ${first.trimStart()}`, ...rest, ...(command === undefined ? [] : [`      ${command}`])];
}
