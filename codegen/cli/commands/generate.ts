import type { Command } from "commander";
import type { GenerateOptions } from "../generate.ts";
import { runCommand } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption, formatOption, fromOption, outOption } from "./options.ts";

export function addGenerate(root: Command): void {
  root
    .command("generate")
    .summary("check the schedules and write the generated files")
    .description(
      "Checks the schedules and writes what is made of them, all files or none: wrangler.toml, " +
        "src/generated/job-map.ts, schedules.schema.json and schedules.openapi.yaml.",
    )
    .option("--check", "write nothing, as npm run check does")
    .addOption(formatOption())
    .addOption(fromOption())
    .addOption(configOption())
    .addOption(outOption())
    .addHelpText("after", helpEnd(end))
    .action(async (options: GenerateOptions) =>
      runCommand(async () => (await import("../generate.ts")).generate(options)),
    );
}

const end = {
  examples: [["npm run generate"], ["npm run generate -- --config other/schedules.yaml --out other"]],
  exitCodes: {
    0: "the generated files are written, or were up to date",
    1: "problems in the schedules; nothing was written",
    2: "wrong usage, or a file that can't be written; nothing was written",
  },
} as const;
