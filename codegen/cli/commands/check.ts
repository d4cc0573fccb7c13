import { Option, type Command } from "commander";
import type { GenerateOptions } from "../generate.ts";
import { runCommand } from "../exit-codes.ts";
import { configOption, formatOption, fromOption, outOption } from "./options.ts";

export function addCheck(root: Command): void {
  root
    .command("check")
    .description("check the schedules and that the generated files are up to date")
    .addOption(configOption())
    .addOption(outOption())
    .addOption(fromOption())
    .addOption(formatOption())
    .addOption(fixOption())
    .addHelpText("after", "\nExample:\n  npm run check -- --format github --format sarif=schedules.sarif")
    .action(async (options: GenerateOptions) =>
      runCommand(async () => (await import("../generate.ts")).generate({ ...options, check: true })),
    );
}

const fixOption = () =>
  new Option(
    "--fix [weekdays=...]",
    "first mend quotes, units and spellings in the file; weekday numbers where it is said how they are counted",
  ).choices(["weekdays=crontab", "weekdays=cloudflare"]);
