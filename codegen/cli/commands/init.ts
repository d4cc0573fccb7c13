import { Option, type Command } from "commander";
import type { InitOptions } from "../init.ts";
import { choose } from "../choose.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption } from "./options.ts";

export function addInit(root: Command): void {
  root
    .command("init")
    .summary("write a first schedules.yaml")
    .description(
      "Writes a first schedules.yaml, and a wrangler.template.toml where there is none. " +
        "Asks for what no option says; with --yes it asks nothing.",
    )
    .addOption(new Option("--worker <name>", "name of the Worker").default(undefined, "cron-worker"))
    .addOption(
      choose(new Option("--plan <plan>", "of the Cloudflare account"), ["free", "paid"]).default(
        undefined,
        "free",
      ),
    )
    .option(
      "--backend <environment=url>",
      "an environment and what it calls; can be said again for another",
      (text: string, before?: readonly string[]) => [...(before ?? []), text],
    )
    .addOption(
      new Option("--time-zone <zone>", "the clock that schedules are written for").default(undefined, "UTC"),
    )
    .option("--yes", "ask nothing; --backend is needed then")
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (options: InitOptions) =>
      runCommand(async () => (await import("../init.ts")).init(options)),
    );
}

const end = {
  examples: [
    ["npm run init"],
    ["npm run init -- --yes --backend production=https://api.example.org"],
    ["npm run init -- --config other/schedules.yaml --time-zone Europe/London"],
  ],
  exitCodes: {
    0: "the files are written",
    1: "the answers don't fit together; nothing was written",
    2: "wrong usage, or broken off; nothing was written",
  },
} as const;
