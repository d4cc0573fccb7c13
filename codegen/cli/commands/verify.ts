import { Option, type Command } from "commander";
import { choose } from "../choose.ts";
import { exitCodes } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import type { VerifyOptions } from "../verify.ts";
import { configOption, environmentOption } from "./options.ts";

export function addVerify(root: Command): void {
  root
    .command("verify")
    .summary("show whether what is live is what the repository says")
    .description(
      "Compares an environment on Cloudflare with what the repository says: triggers, vars, secrets by name, bindings, " +
        "and the commit of its code. It changes nothing.",
    )
    .argument("[environment]", "the environment")
    .addOption(environmentOption("the same, as an option"))
    .addOption(
      choose(new Option("--format <format>", "how it is printed"), ["text", "markdown", "json"]).default(
        "text",
      ),
    )
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (environment: string | undefined, options: VerifyOptions) => {
      const how = await (await import("../verify.ts")).verify(environment, options);
      process.exitCode = {
        problems: exitCodes.problems,
        same: exitCodes.ok,
        different: exitCodes.different,
        unreachable: exitCodes.unreachable,
      }[how];
    });
}

const end = {
  examples: [["npm run verify -- production"], ["npm run --silent verify -- production --format json"]],
  exitCodes: {
    0: "nothing differs",
    1: "the schedules have problems",
    2: "wrong usage",
    3: "something differs, or the Worker is not there",
    4: "Cloudflare can't be reached, or does not take the token",
  },
} as const;
