import { workersDevUrl } from "../cloudflare/worker-url.ts";
import { awaitSchedules } from "./await-schedules.ts";
import type { DeployOptions, Prepared } from "./prepare.ts";
import { say } from "./say.ts";

/**
 * Waits until the Worker shows the schedules that were deployed, and its ledger is awake. Returns whether it does; true
 * where nobody was to be asked.
 *
 * @param urls where wrangler says that it answers
 */
export async function waitForSchedules(
  urls: readonly string[],
  { account, wanted, compiled, token }: Prepared,
  { url, timeout }: DeployOptions,
  interrupted: AbortSignal,
): Promise<boolean> {
  const named = url || process.env.WORKER_URL || urls.find((each) => each.startsWith("https://"));
  const base = (named || (await workersDevUrl(account, wanted.worker)))?.replace(/\/$/, "") ?? null;
  const wake = `call ${base ?? "the Worker's"}/health once, which wakes the ledger.`;
  if (token === null) {
    say("Wait", `Not waited for. To be sure, ${wake}`);
    return true;
  }
  if (base === null) {
    say(
      "Wait",
      "Where does the Worker answer? It is not on workers.dev: say it with --url or WORKER_URL, and run this again.",
    );
    return false;
  }
  const patience = { timeoutMs: timeout * 1000, interrupted };
  const end = await awaitSchedules({ url: base, token }, compiled.sourceHash, patience);
  const seconds = Math.round(end.waitedMs / 1000);
  if (end.ok) say("Wait", `After ${seconds} s GET /schedule shows these schedules, and the ledger is awake.`);
  else if (end.kind === "asleep")
    say(
      "Wait",
      `The new schedules run, but ${end.why}: until it is, nobody notices a missed run. Look at ${wanted.calls.wrangler("tail")}, then ${wake}`,
    );
  else if (end.kind === "refused")
    say(
      "Wait",
      `GET ${base}/schedule does not let this deploy in: ${end.why}. Set the right one as TRIGGER_TOKEN for the next time. Now ${wake}`,
    );
  else
    say(
      "Wait",
      `After ${seconds} s GET ${base}/schedule does not show the new schedules: ${end.why}. Look again in a minute; as soon as it answers, ${wake}`,
    );
  return end.ok;
}
