/**
 * As the documentation lists them: nothing wrong; problems in the input; wrong usage, or a bug of ours; differences found;
 * the other side can't be reached.
 */
export const exitCodes = { ok: 0, problems: 1, usage: 2, different: 3, unreachable: 4 } as const;

/** Runs a command that says whether all is well. */
export async function runCommand(command: () => Promise<boolean>): Promise<void> {
  process.exitCode = (await command()) ? exitCodes.ok : exitCodes.problems;
}
