import { Command, InvalidArgumentError } from "commander";
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
  const command = new Command()
    .name("npm start --")
    .description(
      "Runs the schedules on this machine against an example backend, with a clock that fires them.",
    )
    .option("--env <name>", "environment to run (default: the first in schedules.yaml)")
    .option("--speed <factor>", "how fast the clock goes: 60 makes an hour pass in a minute", speed, 1)
    .option("--from <time>", 'where the clock starts, such as "2026-11-23T02:00Z" (default: now)', instant)
    .option("--port <number>", "the Worker's port", port, 8787)
    .helpOption("--help", "show this")
    .addHelpText("after", `\nWhile it runs:\n${KEYS_HELP}`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse(args, { from: "user" });
  const { env, speed: factor, from, port: number } = command.opts<Partial<StartOptions>>();
  return { env, speed: factor ?? 1, from, port: number ?? 8787 };
}

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
