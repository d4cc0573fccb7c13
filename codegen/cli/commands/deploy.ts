import { InvalidArgumentError, type Command } from "commander";
import type { DeployOptions } from "../deploy.ts";
import { exitCodes } from "../exit-codes.ts";
import { configOption } from "./options.ts";

export function addDeploy(root: Command): void {
  root
    .command("deploy")
    .description("check, generate, show what changes, deploy, and see that it runs")
    .argument("[environment]", "the environment")
    .option("--yes", "ask nothing")
    .option("--allow-dirty", "deploy what no commit has")
    .option("--clear-triggers", "remove the triggers that go before those that come are set (error 10072)")
    .option("--no-wait", "do not wait until the Worker shows the new schedules")
    .option("--url <url>", "where the Worker answers (default: WORKER_URL, or workers.dev)")
    .option("--timeout <seconds>", "how long wrangler may take, and then the Worker", seconds, 300)
    .addOption(configOption())
    .addHelpText("after", "\nExample:\n  npm run deploy -- production")
    .action(async (environment: string | undefined, options: DeployOptions) => {
      const end = await (await import("../deploy.ts")).deploy(environment, options);
      process.exitCode = {
        done: exitCodes.ok,
        stopped: exitCodes.problems,
        different: exitCodes.different,
        unreachable: exitCodes.unreachable,
      }[end];
    });
}

function seconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("A whole number of seconds from 1 to 9999 is needed.");
  return Number(text);
}
