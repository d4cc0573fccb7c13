import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The environment of this name.
 * @throws UsageError where there is none, or no name
 */
export function environmentNamed(
  { environments }: CompiledSchedules,
  name: string | undefined,
): CompiledEnvironment {
  const names = environments.map(({ environment }) => environment.name);
  const found = environments.find(({ environment }) => environment.name === name);
  if (found) return found;
  if (name === undefined) throw new UsageError(`Which environment? There are ${names.join(", ")}.`);
  const hint = didYouMean(name, names) ?? `there are ${names.join(", ")}`;
  throw new UsageError(`There is no environment \`${name}\`: ${hint}.`);
}
