import { compileToRead } from "../compile.ts";
import type { CompileInput } from "../compile.ts";
import type { CompiledSchedules } from "../compiled.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { CommittedFile } from "./git-file.ts";
import { printDiagnostics } from "./report.ts";

/** A version of the schedules: what it is compiled from, and where it comes from. */
export interface Version {
  /** `origin/main (91e67cd)`. */
  readonly label: string;
  readonly input: CompileInput | null;
  /** Why there is no input. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where it stands in git; left out for a file as it lies there. */
  readonly committed?: CommittedFile;
}

/** The compiled form; undefined, with the problems printed on standard error, where there is none. */
export async function compileVersion({
  label,
  input,
  diagnostics,
}: Version): Promise<CompiledSchedules | undefined> {
  const result = input ? compileToRead(input) : { compiled: null, diagnostics };
  if (result.compiled && !hasErrors(result.diagnostics)) return result.compiled;
  process.stderr.write(
    input
      ? `There is nothing to compare: ${label} does not compile. Mend it first, or compare with another version.\n`
      : `There is nothing to compare: ${label} can't be read.\n`,
  );
  await printDiagnostics(
    result.diagnostics.filter(({ severity }) => severity === "error"),
    "text",
  );
  return undefined;
}

/** Whether both are made of the same bytes: then one compile is enough. */
export function isSameInput(one: Version, other: Version): boolean {
  return (["config", "template"] as const).every((name) => {
    const [bytes, others] = [one.input?.[name].bytes, other.input?.[name].bytes];
    if (!bytes || !others) return bytes === others;
    return Buffer.compare(bytes, others) === 0;
  });
}
