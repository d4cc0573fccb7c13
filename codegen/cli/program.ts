import { Command } from "commander";
import { addCheck } from "./commands/check.ts";
import { addComplete, addCompletion } from "./commands/completion.ts";
import { addDeploy } from "./commands/deploy.ts";
import { addGenerate } from "./commands/generate.ts";
import { addHandshake } from "./commands/handshake.ts";
import { addHelp } from "./commands/help.ts";
import { addImport } from "./commands/import.ts";
import { addInit } from "./commands/init.ts";
import { addNext } from "./commands/next.ts";
import { addPlan } from "./commands/plan.ts";
import { addPreview } from "./commands/preview.ts";
import { addVerify } from "./commands/verify.ts";
import { helpEnd, pointToHelp, styleHelp } from "./help.ts";
import { optionsKeptByNpm } from "./npm-options.ts";
import { UsageError } from "./usage-error.ts";

/** As the help of all lists them: by what a person is about to do. */
const groups: readonly (readonly [title: string, adds: readonly ((root: Command) => void)[]])[] = [
  ["Begin:", [addInit, addImport]],
  ["Write:", [addGenerate, addCheck]],
  ["Look:", [addNext, addPreview]],
  ["Compare:", [addPlan, addVerify]],
  ["Prove:", [addHandshake]],
  ["Deploy:", [addDeploy]],
  ["Help:", [addCompletion, addHelp, addComplete]],
];

/** The command line. Each command's module is loaded when it is called, so that none pays for the others. */
export function program(): Command {
  const root = styleHelp(new Command("npm run"))
    .description("Schedules as code for Cloudflare Workers.")
    .usage("<command> -- [options]")
    .addHelpText("after", helpEnd(end))
    .addHelpText("after", `\n${seeAlso}`)
    .showHelpAfterError("See npm run help: it lists all commands.")
    .hook("preSubcommand", (_, command) => {
      const kept = optionsKeptByNpm(command, command.name(), process.env);
      if (kept !== null) throw new UsageError(kept);
    })
    .exitOverride();
  for (const [title, adds] of groups) {
    root.commandsGroup(title);
    for (const add of adds) add(root);
  }
  root.helpCommand(false);
  for (const command of root.commands) pointToHelp(command);
  return root;
}

const end = {
  examples: [
    ["npm run generate", "after every edit of schedules.yaml"],
    ["npm run plan", "what that edit will do"],
    ["npm run next -- --help", "all that a command takes; options stand after the `--`"],
  ],
} as const;

const seeAlso = `The schedules on this machine: npm start, or npm run dev with a backend of yours.
All of it in words: docs/configuration.md.`;
