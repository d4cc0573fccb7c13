import { InvalidArgumentError, Option, type Command } from "commander";
import type { PreviewOptions } from "../preview.ts";
import { runCommand } from "../exit-codes.ts";
import { configOption } from "./options.ts";

export function addPreview(root: Command): void {
  root
    .command("preview")
    .description("draw what an environment will run: a timeline, a picture or a calendar")
    .option("--env <environment>", "the environment (default: the first of the file)")
    .option("--days <n>", "how many days, 1 to 31", dayCount, 7)
    .addOption(new Option("--from <date>", "first day, UTC (default: today)"))
    .option("--svg <file>", "write a picture")
    .option("--ics <file>", "write a calendar")
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run preview -- --env production --days 7 --svg week.svg")
    .action(async (options: PreviewOptions) =>
      runCommand(async () => (await import("../preview.ts")).preview(options)),
    );
}

function dayCount(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 31) {
    throw new InvalidArgumentError("A whole number from 1 to 31 is needed.");
  }
  return Number(text);
}
