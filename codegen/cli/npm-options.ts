import type { Command } from "commander";
import { callOf } from "./help.ts";

/** Options of ours that npm has too: that one of them is set may come from a person's npm settings. */
const npmHasToo: readonly string[] = ["--yes"];

/**
 * What to say to a call such as `npm run plan --base main`; null where nothing is wrong. npm keeps what stands before
 * its `--`, and hands the rest on as if nothing were missing; the environment alone tells of it, as `npm_config_base`.
 *
 * @param script the npm script that the command is: what was kept from another is nothing to it
 */
export function optionsKeptByNpm(command: Command, script: string, env: NodeJS.ProcessEnv): string | null {
  if (env.npm_lifecycle_event !== script) return null;
  const kept = command.options.filter(
    ({ long }) =>
      long !== undefined &&
      !npmHasToo.includes(long) &&
      env[`npm_config_${long.slice(2).replaceAll("-", "_")}`],
  );
  if (kept.length === 0) return null;
  return (
    `npm kept ${kept.map(({ long }) => long).join(" and ")} for itself. Options of a command stand after a \`--\`: ` +
    `${callOf(command)} ${kept.map(({ flags }) => flags).join(" ")}`
  );
}
