import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const root = new URL("../", import.meta.url);
export const wranglerConfigPath = fileURLToPath(new URL("wrangler.toml", root));
/** To be run by `process.execPath`: npm's own `wrangler` would look for a Node on the path. */
export const wranglerBin = fileURLToPath(
  new URL("bin/wrangler.js", import.meta.resolve("wrangler/package.json")),
);
