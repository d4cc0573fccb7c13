import { Option, type Command } from "commander";
import { choose } from "../choose.ts";
import type { GenerateOptions } from "../generate.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption, formatOption, fromOption, outOption } from "./options.ts";

export function addCheck(root: Command): void {
  root
    .command("check")
    .summary("check the schedules, and that the generated files are up to date")
    .description(
      "Checks the schedules, and that the generated files are up to date. Writes nothing but what --fix mends.",
    )
    .addOption(fixOption())
    .addOption(formatOption())
    .addOption(fromOption())
    .addOption(configOption())
    .addOption(outOption())
    .addHelpText("after", helpEnd(end))
    .action(async (options: GenerateOptions) =>
      runCommand(async () => (await import("../generate.ts")).generate({ ...options, check: true })),
    );
}

const fixOption = () =>
  choose(
    new Option(
      "--fix [weekdays=…]",
      "first mend quotes, units and spellings in the file; weekday numbers too, where it is said how they are counted",
    ),
    ["weekdays=crontab", "weekdays=cloudflare"],
  );

const end = {
  examples: [
    ["npm run check"],
    ["npm run check -- --fix"],
    ["npm run check -- --format github --format sarif=schedules.sarif"],
  ],
  exitCodes: {
    0: "all is in order; there may be warnings",
    1: "problems in the schedules, or generated files out of date",
    2: "wrong usage, or a file that can't be written",
  },
} as const;
