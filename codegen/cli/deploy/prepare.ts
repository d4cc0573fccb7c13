import type { CompiledEnvironment, CompiledSchedules } from "../../compiled.ts";
import type { Deployment } from "../../deployed/deployment.ts";
import type { TriggerBudget } from "../../deployed/trigger-budget.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import { countOf, shortCommit, shortId } from "../../deployed/words.ts";
import { confirm } from "../ask.ts";
import type { Account } from "../cloudflare/account.ts";
import { openAccount } from "../cloudflare/account.ts";
import { readDeployment } from "../cloudflare/read-deployment.ts";
import type { PresentCode } from "../deployed-code.ts";
import { changedWords, presentCode } from "../deployed-code.ts";
import { environmentNamed } from "../environment-named.ts";
import { colors, print } from "../report.ts";
import { wantedIn } from "../verify.ts";
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
  readonly budget: TriggerBudget | null;
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
  const { result, written } = await generateFiles(config);
  const { compiled } = result;
  if (!compiled) throw new DeployStopped("Mend this, then run it again.");
  const environment = environmentNamed(compiled, name);
  const { wanted, accountId } = wantedIn(result, name);
  if (!yes && !canAsk) throw new DeployStopped("There is nobody to ask: add --yes.");
  print(`${colors.bold(`Deploying ${wanted.environment}`)} to ${wanted.worker}\n`);
  say("Check", checkWords(config, written));
  const code = presentCode(config);
  checkCommitted(code, options);

  const account = await openAccount(accountId);
  const live = await readDeployment(account, wanted.worker);
  say("Cloudflare", liveWords(live, wanted));
  if (live) showPlan(config, wanted, compiled, live);
  const budget = await checkBudget(account, wanted, live, compiled.resolved.account.plan);
  const secrets = await collectSecrets(wanted, live, canAsk);
  const token = options.wait ? await scheduleToken(environment, live, secrets, canAsk) : null;
  if (canAsk && !(await confirm(`\nDeploy to ${wanted.environment}?`)))
    throw new DeployStopped("Not deployed.");
  return { compiled, environment, wanted, account, live, code, budget, secrets, token };
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

function liveWords(live: Deployment | null, { worker }: Wanted): string {
  if (live === null) return `There is no Worker ${worker} yet: this is its first deploy.`;
  const [version] = live.versions;
  const of = version.tag === null ? "" : `, of commit ${shortCommit(version.tag)}`;
  return `Version ${shortId(version.id)} of ${version.createdAt.slice(0, 10)} is live${of}, with ${countOf(live.crons.length, "cron trigger")}.`;
}
