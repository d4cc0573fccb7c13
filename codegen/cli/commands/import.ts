import { Option, type Command } from "commander";
import type { ImportOptions } from "../import.ts";
import { runCommand } from "../exit-codes.ts";

export function addImport(root: Command): void {
  root
    .command("import")
    .description("print the jobs that other schedulers' files come to, to paste into the schedules")
    .argument(
      "<files...>",
      "crontab, wrangler.toml, vercel.json, CronJob, GitHub workflow; - is standard input",
    )
    .addOption(
      new Option("--format <format>", "what the files are (default: seen by name and content)").choices([
        "crontab",
        "wrangler",
        "vercel",
        "kubernetes",
        "github",
      ]),
    )
    .addHelpText("after", "\nExample:\n  crontab -l | npm run --silent import -- - > jobs.yaml")
    .action(async (files: readonly string[], options: ImportOptions) =>
      runCommand(async () => (await import("../import.ts")).importFiles(files, options)),
    );
}
