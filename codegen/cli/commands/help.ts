import { Argument, type Command } from "commander";
import { choose } from "../choose.ts";
import { helpEnd } from "../help.ts";

/** Added last, as it takes the names of all that are there by then. */
export function addHelp(root: Command): void {
  const names = [...root.commands.map((command) => command.name()), "help"];
  root
    .command("help")
    .summary("show this, or the help of a command")
    .description("Shows every command, or all that one of them takes.")
    .addArgument(choose(new Argument("[command]", "one of these"), names))
    .addHelpText("after", helpEnd({ examples: [["npm run help"], ["npm run help -- plan"]] }))
    .action((name: string | undefined) => {
      (root.commands.find((command) => command.name() === name) ?? root).help();
    });
}
