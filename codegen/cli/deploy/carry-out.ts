import { adviceLines } from "../../deployed/advice-lines.ts";
import { firstNewTrigger } from "../../deployed/first-new-trigger.ts";
import { printComparisonText } from "../../deployed/print-comparison.ts";
import { stateAfterFailure, stateWords } from "../../deployed/state-after-failure.ts";
import { wayHome } from "../../deployed/way-home.ts";
import { wrapped } from "../../plan/wrap.ts";
import { instantWords } from "../../plan/time-words.ts";
import { CloudflareError } from "../cloudflare/cloudflare-error.ts";
import { readDeployment } from "../cloudflare/read-deployment.ts";
import { workersDevUrl } from "../cloudflare/worker-url.ts";
import type { DeployEnd } from "../deploy.ts";
import { tagOf } from "../deployed-code.ts";
import { colors, print } from "../report.ts";
import { compareLive } from "../verify.ts";
import { awaitSchedules } from "./await-schedules.ts";
import { clearTriggers } from "./check-budget.ts";
import { withSecretsFile } from "./collect-secrets.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import type { DeployOptions, Prepared } from "./prepare.ts";
import type { WranglerEnd } from "./run-wrangler.ts";
import { runWrangler } from "./run-wrangler.ts";
import { say } from "./say.ts";

/**
 * Everything from the first change on: wrangler, the wait, verify, and what to look for next.
 * @throws DeployStopped, which says what state things are in
 */
export async function carryOut(prepared: Prepared, options: DeployOptions): Promise<DeployEnd> {
  const { account, wanted, budget, secrets, code } = prepared;
  if (options.clearTriggers && budget) await clearTriggers(account, wanted, budget);
  say("Deploy", "wrangler deploy:");
  const end = await withSecretsFile(secrets, (secretsFile) =>
    runWrangler({
      config: options.config,
      environment: wanted.environment,
      account,
      tag: code && tagOf(code),
      secretsFile,
      timeoutMs: options.timeout * 1000,
    }),
  );
  print("");
  if (!end.ok) throw await failed(end, prepared, options);
  const isAwake = await waitForSchedules(end.urls, prepared, options);
  const compared = await compareLive(options.config, wanted, account);
  const isSame = compared.comparison.differences.length === 0;
  say(
    "Verify",
    isSame ? "Cloudflare has what the repository says." : "Cloudflare has not what the repository says:",
  );
  if (!isSame) print(`\n${printComparisonText(compared, colors)}\n`);
  sayWhatIsNext(prepared);
  if (!isSame) return "different";
  return isAwake ? "done" : "unreachable";
}

/** Asks Cloudflare what is live now, rather than guess it from what wrangler said. */
async function failed(
  end: Extract<WranglerEnd, { readonly ok: false }>,
  { account, wanted, live }: Prepared,
  { timeout }: DeployOptions,
): Promise<DeployStopped> {
  const what = end.isTimeout ? `wrangler deploy did not end within ${timeout} s.` : "wrangler deploy failed.";
  try {
    const now = await readDeployment(account, wanted.worker);
    const state = stateAfterFailure(live, now, wanted);
    const home = wayHome(end.isTimeout ? "timeout" : end.message, state, wanted.environment);
    const lines = [
      what,
      "",
      ...wrapped(stateWords(state, now), ""),
      "",
      "What to do now:",
      ...home.flatMap(adviceLines),
    ];
    return new DeployStopped(lines.join("\n"), end.isTimeout);
  } catch (error) {
    if (!(error instanceof CloudflareError)) throw error;
    return new DeployStopped(
      `${what} And what is live now can't be told: ${error.message}\n- To see what is live: npm run verify -- --env ${wanted.environment}`,
      true,
    );
  }
}

/** Whether the new schedules answer and their ledger is awake; true where nobody was to be asked. */
async function waitForSchedules(
  urls: readonly string[],
  { account, wanted, compiled, token }: Prepared,
  { url, timeout }: DeployOptions,
): Promise<boolean> {
  const found = url || process.env.WORKER_URL || urls.find((each) => each.startsWith("https://"));
  const base = (found || (await workersDevUrl(account, wanted.worker)))?.replace(/\/$/, "") ?? null;
  const byHand = `call ${base ?? "the Worker's"}/health once, which wakes the ledger.`;
  if (token === null) {
    say("Wait", `Not waited for. To be sure, ${byHand}`);
    return true;
  }
  if (base === null) {
    say(
      "Wait",
      "Where does the Worker answer? It is not on workers.dev: say it with --url or WORKER_URL, and run this again.",
    );
    return false;
  }
  const end = await awaitSchedules({ url: base, token }, compiled.sourceHash, {
    timeoutMs: timeout * 1000,
  });
  if (end.ok) {
    say(
      "Wait",
      `GET /schedule shows the new schedules after ${Math.round(end.afterMs / 1000)} s, and the ledger is awake.`,
    );
    return true;
  }
  say(
    "Wait",
    end.isLive
      ? `The new schedules run, but ${end.why}: until it is, nobody notices a missed run. Look at npx wrangler tail --env ${wanted.environment}, then ${byHand}`
      : `After ${timeout} s GET ${base}/schedule still does not show the new schedules: ${end.why}. Look again in a minute; as soon as it answers, ${byHand}`,
  );
  return false;
}

/** By when one can see that Cloudflare has taken the new triggers. */
function sayWhatIsNext({ environment, live, wanted }: Prepared): void {
  const first = firstNewTrigger(environment.triggers, live?.crons ?? [], Math.floor(Date.now() / 60_000));
  if (first === null) return say("Next", "No trigger is new, so there is none to wait for.");
  const { trigger, minute } = first;
  const [job = ""] = trigger.jobs;
  say(
    "Next",
    `New triggers may take half an hour to arrive. By ${instantWords({ minute: minute + 1, offset: 0 }, "UTC")} the first, \`${trigger.cron}\`, must have fired: ` +
      `GET /runs?job=${job} shows the run, npx wrangler tail --env ${wanted.environment} the calls.`,
  );
}
