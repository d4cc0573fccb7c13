import { Option, type Command } from "commander";
import { choose } from "../choose.ts";
import type { PlanOptions } from "../plan.ts";
import { exitCodes } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption, environmentOption } from "./options.ts";

export function addPlan(root: Command): void {
  root
    .command("plan")
    .summary("show what a change of the schedules will do")
    .description(
      "Shows what the schedules do that another version of them does not: settings, runs of the next 13 months, " +
        "triggers, and what to look out for.",
    )
    .argument("[files...]", "the old file and the new one, in place of --base")
    .addOption(
      new Option("--base <revision>", "the old version in git").default(
        undefined,
        "where the work left the default branch",
      ),
    )
    .addOption(environmentOption())
    .addOption(new Option("--against <environment>", "compare --env with this environment of the same file"))
    .addOption(new Option("--from <date>", "count the runs from this date on").default(undefined, "now"))
    .addOption(
      choose(new Option("--format <format>", "how it is printed"), ["text", "markdown", "json"]).default(
        "text",
      ),
    )
    .option("--exit-code", "end with 3 where something changes")
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (files: readonly string[], options: PlanOptions) => {
      const how = await (await import("../plan.ts")).plan(files, options);
      process.exitCode = {
        problems: exitCodes.problems,
        same: exitCodes.ok,
        different: options.exitCode ? exitCodes.different : exitCodes.ok,
      }[how];
    });
}

const end = {
  examples: [
    ["npm run plan", "what your work changes"],
    ["npm run plan -- --base HEAD~1", "beside the commit before"],
    ["npm run plan -- old.yaml new.yaml", "two files"],
    ["npm run plan -- --env production --against staging", "two environments"],
    ["npm run --silent plan -- --format markdown", "for a pull request"],
  ],
  exitCodes: {
    0: "it is shown",
    1: "one of the versions has problems",
    2: "wrong usage, or no such version",
    3: "with --exit-code: something changes",
  },
} as const;
