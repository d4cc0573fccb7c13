import { CommanderError } from "commander";
import { exitCodes } from "./cli/exit-codes.ts";
import { cannotWrite } from "./cli/file-fault.ts";
import { program } from "./cli/program.ts";

// `… | head` closes the pipe early; what is left unwritten then is nobody's loss.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`${cannotWrite("standard output", error).message}\n`);
  process.exit(exitCodes.usage);
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
        `This is a bug of ours, not a mistake of yours. Please report it, with this text, to ops@erify.world:\n${(error as Error).stack}\n`,
      );
  }
}
