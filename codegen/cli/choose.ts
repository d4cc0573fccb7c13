import type { Option } from "commander";
import { Argument, InvalidArgumentError } from "commander";
import { didYouMean } from "../schema/did-you-mean.ts";
import { UsageError } from "./usage-error.ts";

/** Lets an option or an argument take nothing but these words: its help lists them, and a wrong one brings up the nearest. */
export function choose<T extends Option | Argument>(each: T, words: readonly string[]): T {
  each.choices(words);
  each.argParser((text) => {
    if (words.includes(text)) return text;
    // What commander says of an option's value is plain; of an argument's it is not.
    if (each instanceof Argument)
      throw new UsageError(`\`${text}\` is no ${each.name()} that is known here. ${suggestion(text, words)}`);
    throw new InvalidArgumentError(suggestion(text, words));
  });
  return each;
}

/** That there is no such environment or job, and what there is. */
export function notFound(what: string, name: string, known: readonly string[]): string {
  return `There is no ${what} \`${name}\`. ${suggestion(name, known)}`;
}

/** More names than these say no more to a reader. */
const maxNames = 20;

/** A sentence that names the nearest of the known words, or all of them. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = didYouMean(word, known);
  if (near !== undefined) return `${near.charAt(0).toUpperCase()}${near.slice(1)}`;
  const more = known.length - maxNames;
  return `There are: ${known.slice(0, maxNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
