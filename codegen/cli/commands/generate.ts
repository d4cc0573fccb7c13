import type { Command } from "commander";
import type { GenerateOptions } from "../generate.ts";
import { runCommand } from "../exit-codes.ts";
import { configOption, formatOption, fromOption, outOption } from "./options.ts";

export function addGenerate(root: Command): void {
  root
    .command("generate")
    .description("check the schedules and write wrangler.toml, the job map and the JSON Schema")
    .option("--check", "write nothing: fail where a generated file is out of date")
    .addOption(configOption())
    .addOption(outOption())
    .addOption(fromOption())
    .addOption(formatOption())
    .addHelpText("after", "\nExample:\n  npm run generate -- --check --format github")
    .action(async (options: GenerateOptions) =>
      runCommand(async () => (await import("../generate.ts")).generate(options)),
    );
}
