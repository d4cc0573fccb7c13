import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const root = new URL("../", import.meta.url);
export const wranglerConfigPath = fileURLToPath(new URL("wrangler.toml", root));
export { wranglerBin } from "../codegen/cli/cloudflare/wrangler-bin.ts";
