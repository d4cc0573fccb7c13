import { Argument, type Command } from "commander";
import { choose } from "../choose.ts";
import { helpEnd } from "../help.ts";
import { runCommand } from "../exit-codes.ts";
import type { Shell } from "../../completion/shells.ts";

export function addCompletion(root: Command): void {
  root
    .command("completion")
    .summary("print a script that lets Tab complete options")
    .description(
      "Prints a script for your shell. With it, Tab completes what stands after the `--` of these commands: " +
        "options, environments, jobs, revisions.",
    )
    .addArgument(choose(new Argument("<shell>", "your shell"), ["bash", "zsh", "fish"]))
    .addHelpText("after", helpEnd(end))
    .action(async (shell: Shell) => (await import("../completion.ts")).printScript(shell));
}

/** What the scripts call. */
export function addComplete(root: Command): void {
  root
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) =>
      runCommand(async () => (await import("../completion.ts")).printCandidates(root, words)),
    );
}

const end = {
  examples: [
    ["source <(npm run --silent completion -- bash)", "until the shell ends"],
    ["npm run --silent completion -- bash >> ~/.bashrc", "for good"],
    ["npm run --silent completion -- zsh >> ~/.zshrc", "for good, below compinit"],
    ["npm run --silent completion -- fish > ~/.config/fish/conf.d/schedules.fish"],
  ],
} as const;
