import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { notFound } from "./choose.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The environment of this name, for a command that can't choose one itself.
 * @throws UsageError where there is none, or no name
 */
export function environmentNamed(
  { environments }: CompiledSchedules,
  name: string | undefined,
  command: "deploy" | "verify",
): CompiledEnvironment {
  const names = environments.map(({ environment }) => environment.name);
  const found = environments.find(({ environment }) => environment.name === name);
  if (found) return found;
  if (name === undefined) {
    const example = names.includes("production") ? "production" : names[0];
    throw new UsageError(
      `Which environment? There are: ${names.join(", ")}. For example npm run ${command} -- ${example}`,
    );
  }
  throw new UsageError(notFound("environment", name, names));
}
