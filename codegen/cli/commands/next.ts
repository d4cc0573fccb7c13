import { InvalidArgumentError, Option, type Command } from "commander";
import type { NextOptions } from "../next.ts";
import { runCommand } from "../exit-codes.ts";
import { configOption } from "./options.ts";

export function addNext(root: Command): void {
  root
    .command("next")
    .description("show the next runs, in UTC, of a job, of every job or of a schedule")
    .argument("[job]", "a job's key; every job if left out")
    .option("--env <environment>", "only this environment")
    .option("--cron <expression>", "a cron expression in place of a job")
    .option("--schedule <yaml>", "a schedule of any form in place of a job")
    .addOption(
      new Option("--dialect <dialect>", "how --cron is read")
        .choices(["schedules", "cloudflare"])
        .default("schedules"),
    )
    .option("--after <time>", "ISO 8601, exclusive; UTC where it names no offset (default: now)")
    .option("--count <n>", "how many runs", wholeNumber)
    .option("--stdin", "answer a JSON line for each JSON line {schedule, after, count, dialect?}")
    .addOption(configOption())
    .addHelpText(
      "after",
      '\nExamples:\n  npm run next -- checkCurrent\n  npm run next -- --cron "0 9 * * MON-FRI" --count 3',
    )
    .action(async (job: string | undefined, options: NextOptions) =>
      runCommand(async () => (await import("../next.ts")).next(job, options)),
    );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("A whole number from 1 to 99999 is needed.");
  return Number(text);
}
