import { carryOut } from "./deploy/carry-out.ts";
import { DeployStopped } from "./deploy/deploy-stopped.ts";
import type { DeployOptions } from "./deploy/prepare.ts";
import { prepare } from "./deploy/prepare.ts";
import { CloudflareError } from "./cloudflare/cloudflare-error.ts";

export type { DeployOptions } from "./deploy/prepare.ts";

/** How it ended: all is done; stopped; done, but what is live is not what was wanted; Cloudflare or the Worker did not answer. */
export type DeployEnd = "done" | "stopped" | "different" | "unreachable";

/**
 * `deploy`: checks, generates, shows what will change, asks, deploys, waits until the new schedules answer, and verifies.
 * Ends at the first step that fails, and says what state things are in.
 */
export async function deploy(environment: string | undefined, options: DeployOptions): Promise<DeployEnd> {
  let isBegun = false;
  try {
    const prepared = await prepare(environment, options);
    isBegun = true;
    return await carryOut(prepared, options);
  } catch (error) {
    if (!(error instanceof DeployStopped) && !(error instanceof CloudflareError)) throw error;
    process.stderr.write(`\n${error.message}\n${isBegun ? "" : "Nothing was changed on Cloudflare.\n"}`);
    return error instanceof CloudflareError || error.isUnreachable ? "unreachable" : "stopped";
  }
}
