import { InvalidArgumentError, Option, type Command } from "commander";
import type { PreviewOptions } from "../preview.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption, environmentOption } from "./options.ts";

export function addPreview(root: Command): void {
  root
    .command("preview")
    .summary("draw what an environment will run")
    .description("Draws what an environment will run: a timeline in the terminal, a picture or a calendar.")
    .addOption(environmentOption("what is drawn").default(undefined, "the first of the file"))
    .option("--days <n>", "how many days, 1 to 31", dayCount, 7)
    .addOption(new Option("--from <date>", "the first day, in UTC").default(undefined, "today"))
    .option("--svg <file>", "write a picture, in place of the timeline")
    .option("--ics <file>", "write a calendar, in place of the timeline")
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (options: PreviewOptions) =>
      runCommand(async () => (await import("../preview.ts")).preview(options)),
    );
}

const end = {
  examples: [["npm run preview"], ["npm run preview -- --env production --days 14 --svg weeks.svg"]],
  exitCodes: {
    0: "it is drawn",
    1: "problems in the schedules",
    2: "wrong usage, or a file that can't be written",
  },
} as const;

function dayCount(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 31)
    throw new InvalidArgumentError("Write a whole number from 1 to 31.");
  return Number(text);
}
