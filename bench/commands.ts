/** What people wait for in a shell, as whole processes. */
import { timeProcess } from "./process.ts";
import type { Section } from "./section.ts";
import { median } from "./section.ts";

const rounds = 15;

const commands: readonly { readonly name: string; readonly words: readonly string[] }[] = [
  { name: "check", words: ["check"] },
  { name: "next", words: ["next"] },
  { name: "help", words: ["help"] },
  { name: "Tab behind an option", words: ["complete", "--", "run", "plan", "--", "--e"] },
  { name: "Tab behind --env", words: ["complete", "--", "run", "plan", "--", "--env", ""] },
];

export function benchCommands(): Section {
  const samples = Array.from({ length: rounds + 1 }, () =>
    commands.map(({ words }) => timeProcess(["codegen/run.js", ...words]).ms),
  ).slice(1);
  return {
    title: "Other commands on this repository's file, as whole processes (medians)",
    head: ["command", "time"],
    rows: commands.map(({ name }, index) => [
      name,
      `${median(samples.map((times) => times[index] ?? NaN)).toFixed(0)} ms`,
    ]),
  };
}
