import { InvalidArgumentError, Option, type Command } from "commander";
import type { DeployOptions } from "../deploy.ts";
import { exitCodes } from "../exit-codes.ts";
import { helpEnd } from "../help.ts";
import { configOption } from "./options.ts";

export function addDeploy(root: Command): void {
  root
    .command("deploy")
    .summary("deploy an environment, and see that it runs")
    .description(
      "Checks, generates, shows what changes beside what is live, asks, deploys, waits until the Worker shows the new " +
        "schedules, and verifies. Ends at the first step that fails, and says what state things are in.",
    )
    .argument("[environment]", "the environment")
    .option("--yes", "ask nothing")
    .option("--allow-dirty", "deploy what no commit has")
    .option("--allow-older", "deploy though what is live has commits that this has not")
    .option("--clear-triggers", "remove the triggers that go before those that come are set (error 10072)")
    .option("--no-wait", "do not wait until the Worker shows the new schedules")
    .addOption(
      new Option("--url <url>", "where the Worker answers").default(undefined, "WORKER_URL, or workers.dev"),
    )
    .option("--timeout <seconds>", "how long wrangler may take, and then the Worker", seconds, 300)
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (environment: string | undefined, options: DeployOptions) => {
      const how = await (await import("../deploy.ts")).deploy(environment, options);
      process.exitCode = {
        done: exitCodes.ok,
        stopped: exitCodes.problems,
        different: exitCodes.different,
        unreachable: exitCodes.unreachable,
      }[how];
    });
}

function seconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("A whole number of seconds from 1 to 9999 is needed.");
  return Number(text);
}

const end = {
  examples: [
    ["npm run deploy -- staging"],
    ["npm run deploy -- production --yes", "in a pipeline"],
    ["npm run deploy -- production --clear-triggers", "after error 10072"],
  ],
  exitCodes: {
    0: "deployed, seen to run, and equal",
    1: "stopped: the last lines say what is changed, and what to do",
    2: "wrong usage",
    3: "deployed, but what is live is not what the repository says",
    4: "Cloudflare or the Worker did not answer",
  },
} as const;
