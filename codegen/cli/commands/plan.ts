import { Option, type Command } from "commander";
import type { PlanOptions } from "../plan.ts";
import { exitCodes } from "../exit-codes.ts";
import { configOption } from "./options.ts";

export function addPlan(root: Command): void {
  root
    .command("plan")
    .description("show what the schedules do that another version of them does not")
    .argument("[files...]", "two files, the old one and the new one, in place of --config and --base")
    .option("--base <revision>", "the old version in git (default: where the work left the default branch)")
    .option("--env <environment>", "only this environment")
    .option("--against <environment>", "compare the --env with this environment of the same file")
    .addOption(new Option("--from <date>", "count runs from this date on (default: now)"))
    .addOption(
      new Option("--format <format>", "how it is printed")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .option("--exit-code", "end with 3 where anything differs")
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run plan -- --base origin/main --format markdown")
    .action(async (files: readonly string[], options: PlanOptions) => {
      const end = await (await import("../plan.ts")).plan(files, options);
      process.exitCode = {
        problems: exitCodes.problems,
        same: exitCodes.ok,
        different: options.exitCode ? exitCodes.different : exitCodes.ok,
      }[end];
    });
}
