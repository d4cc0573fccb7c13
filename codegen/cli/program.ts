import { Command } from "commander";
import { addCheck } from "./commands/check.ts";
import { addDeploy } from "./commands/deploy.ts";
import { addGenerate } from "./commands/generate.ts";
import { addImport } from "./commands/import.ts";
import { addInit } from "./commands/init.ts";
import { addNext } from "./commands/next.ts";
import { addPlan } from "./commands/plan.ts";
import { addPreview } from "./commands/preview.ts";
import { addVerify } from "./commands/verify.ts";

/** In the order in which `--help` lists them. */
const commands = [
  addGenerate,
  addCheck,
  addNext,
  addPreview,
  addPlan,
  addVerify,
  addDeploy,
  addImport,
  addInit,
];

/** The command line. Each command's module is loaded when it is called, so that none pays for the others. */
export function program(): Command {
  const root = new Command("schedules")
    .description("Schedules as code for Cloudflare Workers.")
    .showHelpAfterError("Run with --help to see the options.")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of commands) add(root);
  return root;
}
