import { firstNewTrigger } from "../../deployed/first-new-trigger.ts";
import { printComparisonText } from "../../deployed/print-comparison.ts";
import { instantWords } from "../../plan/time-words.ts";
import { CloudflareError } from "../cloudflare/cloudflare-error.ts";
import { tagOf } from "../deployed-code.ts";
import { compareLive } from "../live-comparison.ts";
import { colors, print } from "../report.ts";
import { clearTriggers } from "./clear-triggers.ts";
import { withSecretsFile } from "./collect-secrets.ts";
import { describeFailure } from "./describe-failure.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import type { DeployOptions, Prepared } from "./prepare.ts";
import { runWrangler } from "./run-wrangler.ts";
import { say } from "./say.ts";
import { waitForSchedules } from "./wait-for-schedules.ts";

/** How a deploy ended: all is done; done, but what is live is not what was wanted; done, but the Worker did not answer. */
export type CarriedOut = "done" | "different" | "unreachable";

/**
 * Everything from the first change on: wrangler, the wait, verify, and what to look for next.
 * @throws DeployStopped, which says what state things are in
 */
export async function carryOut(
  prepared: Prepared,
  options: DeployOptions,
  interrupted: AbortSignal,
): Promise<CarriedOut> {
  const urls = await change(prepared, options, interrupted);
  try {
    const isAwake = await waitForSchedules(urls, prepared, options, interrupted);
    interrupted.throwIfAborted();
    const isSame = await verifyDeployed(prepared);
    sayWhatIsNext(prepared);
    if (!isSame) return "different";
    return isAwake ? "done" : "unreachable";
  } catch (error) {
    if (!(error instanceof CloudflareError) && error !== interrupted.reason) throw error;
    throw new DeployStopped(
      `It is deployed, and could not be verified: ${(error as Error).message}\n\nTo see what is live:\n  ${prepared.wanted.calls.verify}`,
      error instanceof CloudflareError,
    );
  }
}

/** Changes what is live. Returns the addresses that wrangler names. */
async function change(
  prepared: Prepared,
  { config, clearTriggers: isClearing, timeout }: DeployOptions,
  interrupted: AbortSignal,
): Promise<readonly string[]> {
  const { account, wanted, live, secrets, code } = prepared;
  if (isClearing && live) {
    try {
      await clearTriggers(account, wanted, live);
    } catch (error) {
      if (!(error instanceof CloudflareError)) throw error;
      throw await describeFailure(prepared, "The old triggers could not be removed.", error.message);
    }
  }
  say("Deploy", "wrangler deploy:");
  const end = await withSecretsFile(secrets, (secretsFile) =>
    runWrangler({
      config,
      environment: wanted.environment,
      account,
      tag: code && tagOf(code),
      secretsFile,
      timeoutMs: timeout * 1000,
      interrupted,
    }),
  );
  print("");
  if (end.ok) return end.urls;
  const what = {
    timeout: `wrangler deploy did not end within ${timeout} s.`,
    interrupted: "wrangler deploy was interrupted.",
    failed: "wrangler deploy failed.",
  }[end.why ?? "failed"];
  throw await describeFailure(prepared, what, end.why ?? end.message);
}

async function verifyDeployed({ wanted, account, code }: Prepared): Promise<boolean> {
  const compared = await compareLive(wanted, account, code, code && tagOf(code));
  const isSame = compared.comparison.differences.length === 0;
  say(
    "Verify",
    isSame
      ? "Cloudflare has what the repository says."
      : "Cloudflare does not have what the repository says:",
  );
  if (!isSame) print(`\n${printComparisonText(compared, colors)}\n`);
  return isSame;
}

/** By when one can see that Cloudflare has taken the new triggers. */
function sayWhatIsNext({ environment, live, wanted }: Prepared): void {
  const first = firstNewTrigger(environment.triggers, live?.crons ?? [], Math.floor(Date.now() / 60_000));
  if (first === null) return say("Next", "No trigger is new, so there is none to wait for.");
  const { trigger, minute } = first;
  const [job = ""] = trigger.jobs;
  say(
    "Next",
    `New triggers may take half an hour to arrive. By ${instantWords({ minute: minute + 1, zone: "UTC", offset: 0 })} the first, \`${trigger.cron}\`, must have fired: ` +
      `GET /runs?job=${job} shows the run, ${wanted.calls.wrangler("tail")} the calls.`,
  );
}
