/** `npx tsx examples/node/main.ts`: the example backend as a process, logging JSON lines. */
import process from "node:process";
import { Command, InvalidArgumentError } from "commander";
import { startBackend } from "./backend.ts";

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("It takes a whole number.");
  return value;
}

const { port, flaky } = new Command()
  .name("backend")
  .description(
    "A backend for the Worker. It asks for the token in ERIFY_CRON_TOKEN, for signatures with CRON_SIGNING_SECRET, or for " +
      "both, as they are set. With _PREVIOUS behind either name, it takes the one before as well.",
  )
  .option("--port <number>", "port on 127.0.0.1", wholeNumber, 8000)
  .option("--flaky <n>", "answer every n-th job request with 503", wholeNumber, 0)
  .parse()
  .opts<{ port: number; flaky: number }>();

/** What is set in the environment under this name, and under it with `_PREVIOUS`. */
function secrets(name: string): string[] {
  return [name, `${name}_PREVIOUS`].map((each) => process.env[each] ?? "");
}

const [token = "", previousToken = ""] = secrets("ERIFY_CRON_TOKEN");
const signingSecrets = secrets("CRON_SIGNING_SECRET").filter((secret) => secret !== "");
const proofs = [
  token + previousToken === "" ? "" : "the token",
  signingSecrets.length === 0 ? "" : "a signature",
].filter((proof) => proof !== "");
if (proofs.length === 0) {
  process.stderr.write(
    "Set ERIFY_CRON_TOKEN to the token that the Worker sends, CRON_SIGNING_SECRET to what it signs with, or both.\n",
  );
  process.exit(2);
}

const backend = await startBackend({
  port,
  token,
  previousToken,
  signingSecrets,
  failEvery: flaky,
  log: (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`),
}).catch((error: Error) => {
  process.stderr.write(`The backend did not start: ${error.message}.\n`);
  process.exit(2);
});
process.stderr.write(`Listening on ${backend.url}. It asks for ${proofs.join(" and ")}. Ctrl-C ends it.\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void backend.close());
