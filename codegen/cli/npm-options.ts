import type { Command } from "commander";
import { callOf } from "./help.ts";

/** Options of ours that npm has too: where no other is set, such a one may come from a person's npm settings. */
const npmHasToo: readonly string[] = ["--yes"];

/** npm takes a word for its own short options where every letter is one: `--days` is `-d -a -y -s` to it. */
const npmSettings: Readonly<Record<string, readonly string[]>> = {
  "--days": ["npm_config_all", "npm_config_yes"],
};

/**
 * What to say to a call such as `npm run plan --base main`; null where nothing is wrong. npm keeps what stands before
 * its `--`, and hands the rest on as if nothing were missing; the environment alone tells of it, as `npm_config_base`.
 *
 * @param script the npm script that the command is: what was kept from another is nothing to it
 */
export function optionsKeptByNpm(command: Command, script: string, env: NodeJS.ProcessEnv): string | null {
  if (env.npm_lifecycle_event !== script) return null;
  const kept = command.options.filter(
    ({ long }) => long !== undefined && settingsOf(long).every((name) => env[name]),
  );
  if (kept.every(({ long = "" }) => npmHasToo.includes(long))) return null;
  return (
    `npm kept ${kept.map(({ long }) => long).join(" and ")} for itself. Options of a command stand after a \`--\`: ` +
    `${callOf(command)} ${kept.map(({ flags }) => flags).join(" ")}`
  );
}

function settingsOf(long: string): readonly string[] {
  return npmSettings[long] ?? [`npm_config_${long.slice(2).replaceAll("-", "_")}`];
}
