import { Option, type Command } from "commander";
import { choose } from "../choose.ts";
import type { ImportOptions } from "../import.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";

export function addImport(root: Command): void {
  root
    .command("import")
    .summary("print the jobs that other schedulers' files come to")
    .description(
      "Prints the jobs that other schedulers' files come to, to paste into schedules.yaml. " +
        "A comment marked CHECK asks you to decide something.",
    )
    .argument(
      "<files...>",
      "crontab, wrangler.toml or .jsonc, vercel.json, Kubernetes CronJob, GitHub workflow; - is standard input",
    )
    .addOption(
      choose(new Option("--format <format>", "what the files are"), [
        "crontab",
        "wrangler",
        "vercel",
        "kubernetes",
        "github",
      ]).default(undefined, "by name and content"),
    )
    .addHelpText("after", helpEnd(end))
    .action(async (files: readonly string[], options: ImportOptions) =>
      runCommand(async () => (await import("../import.ts")).importFiles(files, options)),
    );
}

const end = {
  examples: [
    ["npm run --silent import -- vercel.json > jobs.yaml"],
    ["crontab -l | npm run --silent import -- -"],
    ["npm run import -- --format kubernetes deploy/*.yaml"],
  ],
  exitCodes: {
    0: "jobs were printed; what could not be read is named",
    1: "none of the files could be read as schedules",
    2: "wrong usage, or a file that is not there",
  },
} as const;
