/*
 * Starts the command line. JavaScript and nothing beside, as Node keeps what it makes of a TypeScript file (its types taken out,
 * and compiled) only from the moment on at which it is told to; it does so in the temporary directory, by what a file holds.
 */
import module from "node:module";

if (!process.features.typescript) {
  const command = process.argv[2] ?? "help";
  process.stderr.write(
    `Node ${process.versions.node} does not run TypeScript. npm ci installs one that does, and npm's scripts use it: npm run ${command}\n`,
  );
  process.exit(2);
}
module.enableCompileCache();
await import("./cli.ts");
