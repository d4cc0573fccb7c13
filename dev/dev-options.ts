import { Command, Option } from "commander";
import { exitCodes } from "../codegen/cli/exit-codes.ts";
import { helpEnd, pointToHelp, styleHelp } from "../codegen/cli/help.ts";
import { optionsKeptByNpm } from "../codegen/cli/npm-options.ts";

/** What `npm run dev` hands on to wrangler, unread. Prints the help and ends the process on `--help`. */
export function readWranglerOptions(args: readonly string[]): readonly string[] {
  const command = pointToHelp(styleHelp(new Command("npm run dev --")))
    .usage("[options of wrangler dev]")
    .description(
      "Generates, then runs the Worker in wrangler dev, against the backend that the environment names or one of yours. " +
        "Nothing runs by itself: call /__scheduled or /trigger.",
    )
    .addOption(
      new Option("--env <environment>", "which environment runs").default(
        undefined,
        "the one marked default in schedules.yaml",
      ),
    )
    .option("--var <name:value>", "a var, in place of the environment's; can be said again for another")
    .addOption(new Option("--port <number>", "the Worker's port").default(undefined, "8787"))
    .addHelpText(
      "after",
      `\nAll of wrangler's own: npx wrangler dev --help\n${helpEnd({ examples: EXAMPLES })}`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));
  const kept = optionsKeptByNpm(command, "dev", process.env);
  if (kept !== null) command.showHelpAfterError(false).error(kept);
  if (args.includes("--help") || args.includes("-h")) command.help();
  return args;
}

/** The environment that wrangler is told to run; undefined where none is, or where wrangler has to read on. */
export function environmentIn(args: readonly string[]): string | undefined {
  const index = args.findIndex((each) => /^(?:--env|-e)(?:=|$)/.test(each));
  const [, glued] = args[index]?.split(/=(.*)/s) ?? [];
  return index < 0 ? undefined : (glued ?? args[index + 1]);
}

const EXAMPLES = [
  ["npm run dev"],
  ["npm run dev -- --var BACKEND_BASE:http://127.0.0.1:8000", "a backend of yours"],
  ["npm run dev -- --env staging --port 9000"],
] as const;
