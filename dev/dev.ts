/**
 * `npm run dev`: generates, then runs `wrangler dev` against the backend that `wrangler.toml` names,
 * on port 8787. What stands after `--` goes to wrangler: `npm run dev -- --env staging --port 9000`.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { notFound } from "../codegen/cli/choose.ts";
import { exitCodes } from "../codegen/cli/exit-codes.ts";
import { cronsIn } from "../codegen/cli/read-input.ts";
import { environmentIn, readWranglerOptions } from "./dev-options.ts";
import { generate } from "./generate.ts";
import { wranglerBin } from "./paths.ts";

const args = ["dev", "src/local-worker.ts", "-c", "wrangler.toml", "--var", "LOCAL:1"];
const given = readWranglerOptions(process.argv.slice(2));

if (!(await generate())) process.exit(exitCodes.problems);
const environment = environmentIn(given);
const names = Object.keys(cronsIn(readFileSync("wrangler.toml", "utf8")));
if (environment !== undefined && !names.includes(environment)) {
  process.stderr.write(`${notFound("environment", environment, names)}\n`);
  process.exit(exitCodes.usage);
}

// A terminal hands Ctrl-C to both of us: wrangler ends in its own time, and we after it.
process.on("SIGINT", () => {});
const child = spawn(process.execPath, [wranglerBin, ...args, ...given], {
  stdio: "inherit",
  // Else wrangler looks up where on earth this machine is, and complains where it has no network.
  env: { CLOUDFLARE_CF_FETCH_ENABLED: "false", ...process.env },
});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 130));
