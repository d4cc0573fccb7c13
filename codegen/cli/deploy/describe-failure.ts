import { adviceLines } from "../../deployed/advice-lines.ts";
import { stateAfterFailure, stateWords } from "../../deployed/state-after-failure.ts";
import { wayHome } from "../../deployed/way-home.ts";
import { wrapped } from "../../text/wrap.ts";
import { CloudflareError } from "../cloudflare/cloudflare-error.ts";
import { readDeployment } from "../cloudflare/read-deployment.ts";
import { knownCommit } from "../deployed-code.ts";
import { putTriggers } from "./clear-triggers.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import type { Prepared } from "./prepare.ts";

/**
 * What is to be said of a deploy that failed when it had begun: Cloudflare is asked what is live, rather than guess it.
 * Triggers that were cleared for code that then was refused are put back.
 *
 * @param what failed, as a sentence
 * @param message what Cloudflare or wrangler said, or why we ended it
 */
export async function describeFailure(
  { account, wanted, live, code }: Prepared,
  what: string,
  message: string,
): Promise<DeployStopped> {
  const isUnreachable = message === "timeout";
  try {
    let now = await readDeployment(account, wanted.worker);
    let state = stateAfterFailure(live, now, wanted);
    if (live && state.code === "before" && state.triggers === "neither") {
      await putTriggers(account, wanted.worker, live.crons);
      now = await readDeployment(account, wanted.worker);
      state = stateAfterFailure(live, now, wanted);
    }
    const commitBefore = code && live && knownCommit(code.config, live.versions[0]);
    const home = wayHome({ message, state, commitBefore, calls: wanted.calls });
    const words = wrapped(stateWords(state, now), "");
    const lines = [what, "", ...words, "", "What to do now:", ...home.flatMap(adviceLines)];
    return new DeployStopped(lines.join("\n"), isUnreachable);
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    return new DeployStopped(
      `${what} And what is live now can't be told: ${error.message}\n\nTo see what is live:\n  ${wanted.calls.verify}`,
      true,
    );
  }
}
