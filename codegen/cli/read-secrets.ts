import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { cannotRead } from "./file-fault.ts";

/**
 * The secrets of these names that are set: in the environment of this process, or else in the file from which
 * `npm run dev` takes them, `.dev.vars.<environment>`, and `.dev.vars` for the default environment.
 */
export function readSecrets(
  names: readonly string[],
  folder: string,
  { name, isDefault }: { readonly name: string; readonly isDefault: boolean },
): Record<string, string> {
  const inFile =
    readVars(join(folder, `.dev.vars.${name}`)) ?? (isDefault ? readVars(join(folder, ".dev.vars")) : null);
  // One that is empty in the environment is not set there.
  const found = names.map((each) => [each, process.env[each]?.trim() || inFile?.[each]?.trim()] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** null where there is no such file. */
function readVars(path: string): NodeJS.Dict<string> | null {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cannotRead(path, error);
  }
}
