import { dirname } from "node:path";
import type { CompiledEnvironment, CompiledSchedules } from "../../compiled.ts";
import type { Deployment } from "../../deployed/deployment.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import { shortCommit, shortId } from "../../deployed/words.ts";
import { countOf } from "../../text/count-of.ts";
import { confirm } from "../ask.ts";
import type { Account } from "../cloudflare/account.ts";
import { openAccount } from "../cloudflare/account.ts";
import { readDeployment } from "../cloudflare/read-deployment.ts";
import type { PresentCode } from "../deployed-code.ts";
import { changedWords, commitsMissing, presentCode } from "../deployed-code.ts";
import { environmentNamed } from "../environment-named.ts";
import { wantedIn } from "../live-comparison.ts";
import { colors, print } from "../report.ts";
import { UsageError } from "../usage-error.ts";
import { checkBudget } from "./check-budget.ts";
import type { Secrets } from "./collect-secrets.ts";
import { collectSecrets } from "./collect-secrets.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import { generateFiles } from "./generate-files.ts";
import { say } from "./say.ts";
import { scheduleToken } from "./schedule-token.ts";
import { showPlan } from "./show-plan.ts";

export interface DeployOptions {
  readonly config: string;
  /** Asks nothing. */
  readonly yes?: boolean;
  /** Deploys what no commit has. */
  readonly allowDirty?: boolean;
  /** Deploys though what is live has commits that this has not. */
  readonly allowOlder?: boolean;
  /** Removes the triggers that go before those that come are set. */
  readonly clearTriggers?: boolean;
  /** Whether to wait for `GET /schedule`. */
  readonly wait: boolean;
  /** Where the Worker answers; found by itself on workers.dev. */
  readonly url?: string;
  /** How long wrangler may take, and then the Worker, in seconds. */
  readonly timeout: number;
}

/** All that a deploy needs, found before anything is changed. */
export interface Prepared {
  readonly compiled: CompiledSchedules;
  readonly environment: CompiledEnvironment;
  readonly wanted: Wanted;
  readonly account: Account;
  /** What is live before; null on the first deploy. */
  readonly live: Deployment | null;
  readonly code: PresentCode | null;
  readonly secrets: Secrets;
  /** With which `GET /schedule` is asked; null: it is not. */
  readonly token: string | null;
}

/**
 * Everything before the first change: check, generate, what is live, plan, budget, secrets, and the question.
 * @throws DeployStopped, CloudflareError
 */
export async function prepare(name: string | undefined, options: DeployOptions): Promise<Prepared> {
  const { config, yes = false } = options;
  const canAsk = !yes && process.stdin.isTTY;
  checkUrl(options.url || process.env.WORKER_URL);
  const { compiled, files, written } = await generateFiles(config);
  const environment = environmentNamed(compiled, name, "deploy");
  const wanted = wantedIn(files, environment, config);
  if (!yes && !canAsk) throw new DeployStopped(nobodyToAsk(wanted));
  print(`${colors.bold(`Deploying ${wanted.environment}`)} to ${wanted.worker}\n`);
  say("Check", checkWords(config, written));
  const code = presentCode(config, wanted.main);
  checkCommitted(code, options);

  const account = await openAccount(wanted.accountId, dirname(config));
  const live = await readDeployment(account, wanted.worker);
  say("Cloudflare", liveWords(live, wanted));
  if (live && code) checkOlder(code, live, options);
  if (live) showPlan(config, wanted, compiled, live);
  await checkBudget(account, wanted, live, compiled.resolved.account.plan);
  const secrets = await collectSecrets(wanted, live, canAsk);
  const token = options.wait ? await scheduleToken(environment, live, secrets, canAsk) : null;
  if (canAsk) await askWhether(account, wanted, live);
  return { compiled, environment, wanted, account, live, code, secrets, token };
}

/** npm keeps a `--yes` before its `--`, and tells of it in the environment alone; it may be a person's npm setting too. */
function nobodyToAsk({ calls }: Wanted): string {
  const call = process.env.npm_config_yes
    ? ` npm keeps what stands before the \`--\`: ${calls.deploy("--yes")}`
    : "";
  return `There is nobody to ask: add --yes.${call}`;
}

/** Before anything is changed: a token must not go to another host in clear, and a wait for no address is in vain. */
function checkUrl(url: string | undefined): void {
  if (!url) return;
  const { protocol = "", hostname = "" } = URL.canParse(url) ? new URL(url) : {};
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === "https:" || (protocol === "http:" && isHere)) return;
  throw new UsageError(
    `\`${url}\` is no address of a Worker: write it as https://worker.example.workers.dev (--url or WORKER_URL).`,
  );
}

function checkWords(config: string, written: readonly string[]): string {
  const order = `${config} is in order`;
  return written.length === 0
    ? `${order}, and the generated files are up to date.`
    : `${order}; written anew: ${written.join(", ")}.`;
}

/** What was merged is what is deployed: what no commit has can't be found again. */
function checkCommitted(code: PresentCode | null, { allowDirty = false }: DeployOptions): void {
  if (code === null) {
    say("Source", "This is no git repository, so the version is not tagged with a commit.");
    return;
  }
  if (code.changed.length > 0 && !allowDirty)
    throw new DeployStopped(
      `No commit has ${changedWords(code)} as it lies here, so nobody could tell later what was deployed. Commit it; or add --allow-dirty.`,
    );
  say("Source", `${code.label}${code.changed.length > 0 ? `, with changes to ${changedWords(code)}` : ""}`);
}

/** An older commit goes over a newer one where a pipeline of before is approved late; or somebody means to go back. */
function checkOlder(code: PresentCode, live: Deployment, { yes, allowOlder }: DeployOptions): void {
  const missing = commitsMissing(code, live.versions[0]);
  if (missing === 0) return;
  const text = `What is live has ${countOf(missing, "commit")} that ${code.label} has not: this deploy takes them back.`;
  if (yes && !allowOlder)
    throw new DeployStopped(
      `${text} If that is what you want, add --allow-older; else deploy a newer commit.`,
    );
  say("Older", text);
}

/** Asks, and looks once more: a person takes their time, and others deploy too. */
async function askWhether(account: Account, wanted: Wanted, live: Deployment | null): Promise<void> {
  if (!(await confirm(`\nDeploy to ${wanted.environment}?`))) throw new DeployStopped("Not deployed.");
  const now = await readDeployment(account, wanted.worker);
  if (stateOf(now) !== stateOf(live))
    throw new DeployStopped(
      "Somebody else changed what is live meanwhile. Run it again, and see what it is now.",
    );
}

function stateOf(live: Deployment | null): string {
  return JSON.stringify(live && [live.versions.map(({ id }) => id), live.crons]);
}

function liveWords(live: Deployment | null, { worker }: Wanted): string {
  if (live === null) return `There is no Worker ${worker} yet: this is its first deploy.`;
  const [version] = live.versions;
  const of = version.tag === null ? "" : `, of commit ${shortCommit(version.tag)}`;
  return `Version ${shortId(version.id)} of ${version.createdAt.slice(0, 10)} is live${of}, with ${countOf(live.crons.length, "cron trigger")}.`;
}
