import type { Deployment } from "../../deployed/deployment.ts";
import { addedTriggers, budgetVerdict, budgetWords } from "../../deployed/trigger-budget.ts";
import type { TriggerBudget } from "../../deployed/trigger-budget.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import type { Account } from "../cloudflare/account.ts";
import { CloudflareError } from "../cloudflare/cloudflare-error.ts";
import { countOtherCrons } from "../cloudflare/count-crons.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import { say } from "./say.ts";

/**
 * Counts the account's triggers before Cloudflare does, which would refuse them (10072) when the code is live already.
 *
 * @throws DeployStopped where the triggers do not fit
 */
export async function checkBudget(
  account: Account,
  wanted: Wanted,
  live: Deployment | null,
  plan: TriggerBudget["plan"],
): Promise<void> {
  const triggers = { live: live?.crons ?? [], wanted: wanted.crons };
  // What Cloudflare has already, it has taken. To count the account's other Workers takes a call for each.
  if (addedTriggers(triggers).length === 0) return say("Budget", "No cron trigger is new.");
  const others = await countOtherCrons(account, wanted.worker).catch((error: unknown) => {
    if (error instanceof CloudflareError) return null;
    throw error;
  });
  if (others === null) {
    say("Budget", "The account's other Workers can't be counted, so Cloudflare may find too many triggers.");
    return;
  }
  const budget = { plan, others, ...triggers };
  switch (budgetVerdict(budget)) {
    case "fits":
      return say("Budget", `${budgetWords(budget)}.`);
    case "trap":
      return say(
        "Budget",
        `${budgetWords(budget)}. They fit, but while it replaces them Cloudflare may count the old ones too, and refuse (10072). ` +
          "If it does, run this again with --clear-triggers, which removes the old ones first.",
      );
    case "over":
      throw new DeployStopped(
        `${budgetWords(budget)}. Cloudflare would refuse the triggers (10072) with the code live already. ` +
          "Free some: in other Workers, by `account.cronTriggers` in schedules.yaml, which packs the schedules into fewer, or by another plan; `account.plan` has to say which one it is.",
      );
  }
}
