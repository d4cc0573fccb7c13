import type { Command } from "commander";
import type { InitOptions } from "../init.ts";
import { runCommand } from "../exit-codes.ts";
import { configOption } from "./options.ts";

export function addInit(root: Command): void {
  root
    .command("init")
    .description("write a first schedules.yaml: asks a few questions, or none with --yes")
    .option("--worker <name>", "name of the Worker")
    .option("--plan <plan>", "of the Cloudflare account: free or paid")
    .option(
      "--backend <environment=url>",
      "an environment and what it calls; for several, say it again",
      (text: string, before?: readonly string[]) => [...(before ?? []), text],
    )
    .option("--time-zone <zone>", "the clock that schedules are written for")
    .option("--yes", "ask nothing: take the defaults for what is not said")
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run init -- --yes --backend production=https://api.example.org")
    .action(async (options: InitOptions) =>
      runCommand(async () => (await import("../init.ts")).init(options)),
    );
}
