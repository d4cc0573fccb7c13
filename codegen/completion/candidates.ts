import type { Argument, Command, Option } from "commander";

/** A word that can stand where the cursor is, and what it means. */
export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/** Gives the words that a value can be, by what help calls it: `environment`, `job`, … None where it can be anything. */
export type KnownValues = (name: string, given: readonly string[]) => readonly string[];

/**
 * What can stand at the end of a call of npm.
 *
 * @param words all after `npm`, the last one as far as it is written: `["run", "plan", "--", "--ba"]`
 * @returns null where it is no call of a command of ours, or not after its `--`
 */
export function candidates(
  root: Command,
  words: readonly string[],
  known: KnownValues,
): readonly Candidate[] | null {
  const command = calledCommand(root, words);
  if (command === undefined) return null;
  const { before, begun } = gluedByBash(words.slice(words.indexOf("--") + 1));
  const found = candidatesIn(command, before, begun.text, known);
  return found.map(({ word, description }) => ({ word: word.slice(begun.written), description }));
}

interface Begun {
  /** The word in which the cursor is, as far as it is written. */
  readonly text: string;
  /** How many of its characters stand in words before, for the shell. */
  readonly written: number;
}

/** In bash, `=` is a word of its own: `weekdays=cr` is three words, and the last of them is what Tab replaces. */
function gluedByBash(words: readonly string[]): {
  readonly before: readonly string[];
  readonly begun: Begun;
} {
  const equals = words.length - (words.at(-1) === "=" ? 1 : 2);
  const text = words.at(-1) === "=" ? "" : (words.at(-1) ?? "");
  const value = words[equals - 1] ?? "";
  if (words[equals] !== "=" || value.startsWith("-"))
    return { before: words.slice(0, -1), begun: { text, written: 0 } };
  return {
    before: words.slice(0, equals - 1),
    begun: { text: `${value}=${text}`, written: value.length + 1 },
  };
}

function candidatesIn(
  command: Command,
  before: readonly string[],
  last: string,
  known: KnownValues,
): readonly Candidate[] {
  const given = splitEquals(before);
  const glued = /^(--[^=]+=)(.*)$/s.exec(last);
  if (glued) {
    const [, prefix = "", text = ""] = glued;
    const option = findOption(command, prefix.slice(0, -1));
    return option ? startingWith(last, valuesOf(option, given, text, known), prefix) : [];
  }
  const { waiting, position } = readGiven(command, given);
  if (waiting && !waiting.optional) return startingWith(last, valuesOf(waiting, given, last, known));
  const argument = argumentAt(command, position);
  const values = [
    ...(waiting ? valuesOf(waiting, given, last, known) : []),
    ...(argument ? valuesOf(argument, given, last, known) : []),
  ];
  // Options come up when they are begun, or where nothing else can stand; an argument without words is a file's name.
  const options = last.startsWith("-") || !argument ? optionsLeft(command, given) : [];
  return startingWith(last, [...values, ...options]);
}

const runs = ["run", "run-script"];

function calledCommand(root: Command, words: readonly string[]): Command | undefined {
  const end = words.slice(0, -1).indexOf("--");
  const [verb = "", name = ""] = words.slice(0, Math.max(0, end)).filter((word) => !word.startsWith("-"));
  return runs.includes(verb) ? root.commands.find((each) => each.name() === name) : undefined;
}

/** bash gives `--format=json` as three words. */
function splitEquals(given: readonly string[]): readonly string[] {
  return given
    .flatMap((word) => (word.startsWith("--") ? word.split(/=(.*)/s) : [word]))
    .filter((word) => word !== "=" && word !== "");
}

interface Given {
  /** The option whose value comes next. */
  readonly waiting?: Option;
  /** How many arguments there are that are no options. */
  readonly position: number;
}

function readGiven(command: Command, given: readonly string[]): Given {
  let waiting: Option | undefined;
  let position = 0;
  for (const word of given) {
    const isOption = word.startsWith("-") && word !== "-";
    if (waiting && !(waiting.optional && isOption)) waiting = undefined;
    else if (isOption) waiting = takesValue(findOption(command, word));
    else position += 1;
  }
  return { waiting, position };
}

function findOption(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => word === long || word === short);
}

function takesValue(option: Option | undefined): Option | undefined {
  return option?.required || option?.optional ? option : undefined;
}

function argumentAt({ registeredArguments }: Command, position: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[position] ?? (last?.variadic ? last : undefined);
}

function valuesOf(
  each: Option | Argument,
  given: readonly string[],
  text: string,
  known: KnownValues,
): Candidate[] {
  const name = "flags" in each ? (/[<[]([^>\].]+)(?:\.{3})?[>\]]/.exec(each.flags)?.[1] ?? "") : each.name();
  // A file may follow its format, `sarif=out.sarif`: the shell knows files.
  if (name.includes("[=") && text.includes("=")) return [];
  return (each.argChoices ?? known(name, given)).map((word) => ({ word }));
}

/** All but those that are given; one with a function that gathers can be given again. */
function optionsLeft(command: Command, given: readonly string[]): Candidate[] {
  return command.options
    .filter(({ hidden, long, short }) => !hidden && ![long, short].some((flag) => given.includes(flag ?? "")))
    .flatMap(({ long, description }) => (long === undefined ? [] : [{ word: long, description }]))
    .concat({ word: "--help", description: "show this help" });
}

function startingWith(begun: string, all: readonly Candidate[], prefix = ""): Candidate[] {
  return all
    .map(({ word, description }) => ({ word: `${prefix}${word}`, description }))
    .filter(({ word }) => word.startsWith(begun));
}
