import { Option, type Command } from "commander";
import type { HandshakeOptions } from "../handshake.ts";
import { choose } from "../choose.ts";
import { helpEnd } from "../help.ts";
import { configOption, environmentOption } from "./options.ts";

export function addHandshake(root: Command): void {
  root
    .command("handshake")
    .summary("try what a backend promises")
    .description(
      "Sends a backend what the Worker would send, right and wrong, as dry runs, and shows which promises of " +
        "docs/backend.md it keeps. The secrets that it needs come from the environment, or from .dev.vars.",
    )
    .addOption(environmentOption("whose backend is asked").default(undefined, "the file's default"))
    .addOption(new Option("--base <url>", "another backend").default(undefined, "the environment's"))
    .option("--job <job...>", "only the endpoints of these jobs")
    .option("--real-work", "where an endpoint knows no dry runs, let it do its work, once")
    .addOption(
      choose(new Option("--format <format>", "how it is printed"), ["text", "markdown", "json"]).default(
        "text",
      ),
    )
    .addOption(configOption())
    .addHelpText("after", helpEnd(end))
    .action(async (options: HandshakeOptions) => {
      process.exitCode = await (await import("../handshake.ts")).handshake(options);
    });
}

const end = {
  examples: [
    ["npm run handshake -- --env development"],
    ["npm run handshake -- --base http://127.0.0.1:8000", "a backend on this machine"],
    ["npm run handshake -- --env staging --job checkCurrent"],
    ["npm run --silent handshake -- --format markdown", "for a pull request"],
  ],
  exitCodes: {
    0: "no promise failed; some may be untried",
    1: "a promise failed, or problems in the schedules",
    2: "wrong usage",
    4: "the backend can't be reached",
  },
} as const;
