import type { Argument, Command, Option } from "commander";
import pc from "picocolors";
import { maxColumns } from "../text/wrap.ts";

/**
 * Gives a command, and those that are added to it later, the help that all have in common: the usage line is what
 * people type, and what is taken where an option is left out stands behind it.
 */
export function styleHelp(command: Command): Command {
  return command
    .helpOption("-h, --help", "show this help")
    .configureOutput({
      getOutHelpWidth: () => Math.min(process.stdout.columns ?? 80, maxColumns),
      getErrHelpWidth: () => Math.min(process.stderr.columns ?? 80, maxColumns),
    })
    .configureHelp({
      commandUsage: (each) => `${callOf(each)} ${each.usage()}`,
      subcommandTerm: (each) => each.name(),
      optionDescription: describe,
      argumentDescription: describe,
      styleTitle: title,
    });
}

/** What is typed before a command's options: `npm run plan --`. */
export function callOf(command: Command): string {
  return command.parent ? `npm run ${command.name()} --` : command.name();
}

/** A title in a help. commander takes the colours off where they are not wanted. */
export function title(text: string): string {
  return pc.createColors(true).bold(text);
}

/** Says behind every mistake in a command's options and arguments where to read on. */
export function pointToHelp(command: Command): Command {
  return command.showHelpAfterError(
    `See ${callOf(command)} --help. Options stand after the \`--\`, or else npm keeps them.`,
  );
}

/** What stands at the end of a command's help: calls with what they do, and the exit codes. */
export interface HelpEnd {
  readonly examples: readonly (readonly [call: string, effect?: string])[];
  readonly exitCodes?: Readonly<Record<number, string>>;
}

/** The text of what stands at the end, for `addHelpText("after", …)`. */
export function helpEnd({ examples, exitCodes = {} }: HelpEnd): string {
  const sections = [section("Examples", examples), section("Exit codes", Object.entries(exitCodes))];
  return sections.flatMap((lines) => (lines.length > 1 ? ["", ...lines] : [])).join("\n");
}

function section(name: string, rows: readonly (readonly [string, string?])[]): string[] {
  const width = Math.max(...rows.filter(([, effect]) => effect !== undefined).map(([term]) => term.length));
  return [
    title(`${name}:`),
    ...rows.map(([term, effect]) => `  ${effect === undefined ? term : `${term.padEnd(width)}  ${effect}`}`),
  ];
}

function describe(each: Option | Argument): string {
  const { description, argChoices, defaultValue, defaultValueDescription } = each;
  const choices = argChoices ? `: ${argChoices.join(", ")}` : "";
  const taken = defaultValueDescription ?? (defaultValue === undefined ? undefined : String(defaultValue));
  return `${description}${choices}${taken === undefined ? "" : ` (default: ${taken})`}`;
}
