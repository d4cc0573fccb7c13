import { Option, type Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import type { VerifyOptions } from "../verify.ts";
import { configOption } from "./options.ts";

export function addVerify(root: Command): void {
  root
    .command("verify")
    .description("compare what is live on Cloudflare with what the repository says")
    .option("--env <environment>", "the environment")
    .addOption(
      new Option("--format <format>", "how it is printed")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run verify -- --env production")
    .action(async (options: VerifyOptions) => {
      const end = await (await import("../verify.ts")).verify(options);
      process.exitCode = {
        problems: exitCodes.problems,
        same: exitCodes.ok,
        different: exitCodes.different,
        unreachable: exitCodes.unreachable,
      }[end];
    });
}
