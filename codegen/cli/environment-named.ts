import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { notFound } from "./choose.ts";
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
  throw new UsageError(notFound("environment", name, names));
}
