import { fileURLToPath } from "node:url";

/** To be run by `process.execPath`: npm's own `wrangler` would look for a Node on the path. */
export const wranglerBin = fileURLToPath(
  new URL("bin/wrangler.js", import.meta.resolve("wrangler/package.json")),
);
