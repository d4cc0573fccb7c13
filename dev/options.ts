import { Command, InvalidArgumentError, Option } from "commander";
import { exitCodes } from "../codegen/cli/exit-codes.ts";
import { helpEnd, pointToHelp, styleHelp, title } from "../codegen/cli/help.ts";
import { optionsKeptByNpm } from "../codegen/cli/npm-options.ts";
import { KEYS_HELP } from "./keys.ts";

/**
 * The fastest clock. A grace of 2 min is a second of it, and a killed Worker is up again while its lost run, which has
 * 5 min, can still be made up.
 */
const MAX_SPEED = 120;

export interface StartOptions {
  /** Name of an environment; undefined: the first in `schedules.yaml`. */
  readonly env: string | undefined;
  /** Simulated seconds in a real one, 1 to 120. */
  readonly speed: number;
  /** 0: any free one. */
  readonly port: number;
  /** Epoch ms at which the simulated clock starts; undefined: now. */
  readonly from: number | undefined;
}

/** Reads the arguments of `npm start`. Prints usage and ends the process on `--help` and on a mistake. */
export function readOptions(args: readonly string[]): StartOptions {
  const command = pointToHelp(styleHelp(new Command("npm start --")))
    .description(
      "Runs the schedules on this machine against an example backend, with a clock that fires them. " +
        "Nothing leaves the machine.",
    )
    .addOption(
      new Option("--env <environment>", "which environment runs").default(
        undefined,
        "the first of schedules.yaml",
      ),
    )
    .option(
      "--speed <factor>",
      `how fast the clock goes, 1 to ${MAX_SPEED}: with 60 an hour passes in a minute`,
      speed,
      1,
    )
    .addOption(
      new Option("--from <time>", "what the clock shows at first, such as 2026-11-23T02:00Z")
        .argParser(instant)
        .default(undefined, "now"),
    )
    .option("--port <number>", "the Worker's port; any free one where it is taken", port, 8787)
    .addHelpText("after", `\n${title("While it runs:")}\n${KEYS_HELP}`)
    .addHelpText("after", helpEnd({ examples: EXAMPLES }))
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));
  const kept = optionsKeptByNpm(command, "start", process.env);
  if (kept !== null) command.showHelpAfterError(false).error(kept);
  command.parse(args, { from: "user" });
  const { env, speed: factor, from, port: number } = command.opts<Partial<StartOptions>>();
  return { env, speed: factor ?? 1, from, port: number ?? 8787 };
}

const EXAMPLES = [
  ["npm start"],
  ["npm start -- --speed 60 --env staging"],
  ["npm start -- --from 2027-03-28T00:30Z", "before a change of the clocks"],
] as const;

function speed(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= MAX_SPEED)) {
    throw new InvalidArgumentError(`It takes a number from 1 to ${MAX_SPEED}.`);
  }
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535 || text.trim() === "") {
    throw new InvalidArgumentError("It takes a whole number from 0 to 65535.");
  }
  return value;
}

/** A time without an offset is UTC, as every time in `schedules.yaml` is. */
function instant(text: string): number {
  const value = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(text) || !text.includes("T") ? text : `${text}Z`);
  if (Number.isNaN(value)) throw new InvalidArgumentError('It takes a time such as "2026-11-23T02:00Z".');
  return value;
}
