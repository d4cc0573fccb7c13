import { wrappedLines } from "../text/wrap.ts";
import { CloudflareError } from "./cloudflare/cloudflare-error.ts";
import type { CarriedOut } from "./deploy/carry-out.ts";
import { carryOut } from "./deploy/carry-out.ts";
import { DeployStopped } from "./deploy/deploy-stopped.ts";
import { holdSignals } from "./deploy/hold-signals.ts";
import type { DeployOptions } from "./deploy/prepare.ts";
import { prepare } from "./deploy/prepare.ts";

export type { DeployOptions } from "./deploy/prepare.ts";

/** How it ended: as it was carried out, or stopped before its end. */
export type DeployEnd = CarriedOut | "stopped";

/**
 * `deploy`: checks, generates, shows what will change, asks, deploys, waits until the new schedules answer, and verifies.
 * Ends at the first step that fails, and says what state things are in.
 */
export async function deploy(environment: string | undefined, options: DeployOptions): Promise<DeployEnd> {
  let isBegun = false;
  try {
    const prepared = await prepare(environment, options);
    isBegun = true;
    return await holdSignals((interrupted) => carryOut(prepared, options, interrupted));
  } catch (error) {
    if (!(error instanceof DeployStopped) && !(error instanceof CloudflareError)) throw error;
    const state = isBegun ? "" : "Nothing was changed on Cloudflare.\n";
    process.stderr.write(`\n${wrappedLines(error.message)}\n${state}`);
    return error instanceof CloudflareError || error.isUnreachable ? "unreachable" : "stopped";
  }
}
