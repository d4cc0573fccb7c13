import { enableCompileCache } from "node:module";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { addFormat } from "./cli/format-option.ts";
import type { GenerateOptions } from "./cli/generate.ts";
import type { ImportOptions } from "./cli/import.ts";
import type { InitOptions } from "./cli/init.ts";
import type { NextOptions } from "./cli/next.ts";
import type { PlanOptions } from "./cli/plan.ts";
import type { PreviewOptions } from "./cli/preview.ts";

// Most of a run's time is loading zod and yaml. Node keeps their compiled code in the temporary directory.
enableCompileCache();

/** Exit codes, as the documentation lists them: nothing wrong; problems in the input; wrong usage, or a bug of ours; differences found. */
const exitCodes = { ok: 0, problems: 1, usage: 2, different: 3 } as const;

const configOption = () => new Option("--config <file>", "the schedules").default("schedules.yaml");
const outOption = () =>
  new Option("--out <dir>", "where the generated files are (default: beside the schedules)");
const fromOption = () => new Option("--from <date>", "prove the runs from this date on (default: today)");
const fixOption = () =>
  new Option(
    "--fix [weekdays=...]",
    "first mend quotes, units and spellings in the file; weekday numbers where it is said how they are counted",
  ).choices(["weekdays=crontab", "weekdays=cloudflare"]);
const formatOption = () =>
  new Option(
    "--format <format[=file]>",
    "text, json, github, sarif, junit or markdown, on standard output or in a file; can be said several times (default: text)",
  ).argParser(addFormat);

/** Each command's module is loaded when it is called, so that none pays for the others. */
function program(): Command {
  const root = new Command("schedules")
    .description("Schedules as code for Cloudflare Workers.")
    .showHelpAfterError("Run with --help to see the options.")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
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
      run(async () => (await import("./cli/generate.ts")).generate(options)),
    );
  root
    .command("check")
    .description("check the schedules and that the generated files are up to date")
    .addOption(configOption())
    .addOption(outOption())
    .addOption(fromOption())
    .addOption(formatOption())
    .addOption(fixOption())
    .addHelpText("after", "\nExample:\n  npm run check -- --format github --format sarif=schedules.sarif")
    .action(async (options: GenerateOptions) =>
      run(async () => (await import("./cli/generate.ts")).generate({ ...options, check: true })),
    );
  root
    .command("next")
    .description("show the next runs, in UTC, of a job, of every job or of a schedule")
    .argument("[job]", "a job's key; every job if left out")
    .option("--env <environment>", "only this environment")
    .option("--cron <expression>", "a cron expression in place of a job")
    .option("--schedule <yaml>", "a schedule of any form in place of a job")
    .addOption(
      new Option("--dialect <dialect>", "how --cron is read")
        .choices(["schedules", "cloudflare"])
        .default("schedules"),
    )
    .option("--after <time>", "ISO 8601, exclusive; UTC where it names no offset (default: now)")
    .option("--count <n>", "how many runs", wholeNumber)
    .option("--stdin", "answer a JSON line for each JSON line {schedule, after, count, dialect?}")
    .addOption(configOption())
    .addHelpText(
      "after",
      '\nExamples:\n  npm run next -- checkCurrent\n  npm run next -- --cron "0 9 * * MON-FRI" --count 3',
    )
    .action(async (job: string | undefined, options: NextOptions) =>
      run(async () => (await import("./cli/next.ts")).next(job, options)),
    );
  root
    .command("preview")
    .description("draw what an environment will run: a timeline, a picture or a calendar")
    .option("--env <environment>", "the environment (default: the first of the file)")
    .option("--days <n>", "how many days, 1 to 31", dayCount, 7)
    .addOption(new Option("--from <date>", "first day, UTC (default: today)"))
    .option("--svg <file>", "write a picture")
    .option("--ics <file>", "write a calendar")
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run preview -- --env production --days 7 --svg week.svg")
    .action(async (options: PreviewOptions) =>
      run(async () => (await import("./cli/preview.ts")).preview(options)),
    );
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
      const end = await (await import("./cli/plan.ts")).plan(files, options);
      process.exitCode = {
        problems: exitCodes.problems,
        same: exitCodes.ok,
        different: options.exitCode ? exitCodes.different : exitCodes.ok,
      }[end];
    });
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
      run(async () => (await import("./cli/import.ts")).importFiles(files, options)),
    );
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
    .action(async (options: InitOptions) => run(async () => (await import("./cli/init.ts")).init(options)));
  return root;
}

function dayCount(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 31) {
    throw new InvalidArgumentError("A whole number from 1 to 31 is needed.");
  }
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("A whole number from 1 to 99999 is needed.");
  return Number(text);
}

async function run(command: () => Promise<boolean>): Promise<void> {
  process.exitCode = (await command()) ? exitCodes.ok : exitCodes.problems;
}

// `… | head` closes the pipe early; what is left unwritten then is nobody's loss.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  } else {
    process.exitCode = exitCodes.usage;
    const { UsageError } = await import("./cli/usage-error.ts");
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n`);
    else
      process.stderr.write(
        `This is a bug of ours, not a mistake of yours. Please report it with this text:\n${(error as Error).stack}\n`,
      );
  }
}
