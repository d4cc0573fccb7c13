import { Argument, InvalidArgumentError, Option, type Command } from "commander";
import { choose } from "../choose.ts";
import type { NextOptions } from "../next.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption, environmentOption } from "./options.ts";

export function addNext(root: Command): void {
  root
    .command("next")
    .summary("show the next runs of a job, of all jobs or of a schedule")
    .description("Shows the next runs, in UTC: of a job, of all jobs, or of a schedule that is in no file.")
    .addArgument(new Argument("[job]", "key of a job").default(undefined, "all jobs"))
    .addOption(environmentOption())
    .option("--cron <expression>", "a cron expression, in place of a job")
    .option("--schedule <yaml>", "a schedule of any form, in place of a job")
    .addOption(
      choose(new Option("--dialect <dialect>", "how --cron is read"), ["schedules", "cloudflare"]).default(
        "schedules",
      ),
    )
    .addOption(
      new Option(
        "--after <time>",
        "runs after this time, not at it; UTC where it has no offset, such as 2026-11-24T09:00",
      ).default(undefined, "now"),
    )
    .addOption(
      new Option("--count <n>", "how many runs of each, 1 to 99999")
        .argParser(wholeNumber)
        .default(undefined, "5, or 1 where all jobs are shown"),
    )
    .option("--stdin", "answer each JSON line { schedule, after, count, dialect } with a JSON line")
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (job: string | undefined, options: NextOptions) =>
      runCommand(async () => (await import("../next.ts")).next(job, options)),
    );
}

const end = {
  examples: [
    ["npm run next"],
    ["npm run next -- checkCurrent --env production"],
    ['npm run next -- --cron "0 9 * * MON-FRI" --count 3'],
    [`npm run next -- --schedule '{ at: "09:00", timeZone: Europe/London }'`],
  ],
  exitCodes: {
    0: "the runs are shown",
    1: "problems in the schedules, or in --cron or --schedule",
    2: "wrong usage",
  },
} as const;

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("Write a whole number from 1 to 99999.");
  return Number(text);
}
