import type { CompiledSchedules } from "../compiled.ts";
import type { WakeCount } from "../passes/count-wakes.ts";
import { compareWords } from "./compare-settings.ts";
import type { Wakes } from "./compare-triggers.ts";
import type { Words } from "./job-words.ts";
import type { AccountPlan, Plan } from "./plan.ts";

const nothingLeft: AccountPlan["left"] = { workers: [], triggers: 0 };

/** What the account has, and what all environments together use of it. */
export function compareAccounts(
  before: CompiledSchedules | null,
  after: CompiledSchedules,
  wakes: { readonly before: Wakes; readonly after: Wakes },
  kind: Plan["kind"],
): AccountPlan {
  return {
    settings: before ? compareWords(accountWords(before), accountWords(after)) : [],
    triggers: {
      before: before ? triggerCount(before) : 0,
      after: triggerCount(after),
      budget: after.resolved.account.cronTriggers,
    },
    left: before && kind === "versions" ? leftWorkers(before, after) : nothingLeft,
    wakesPerDay: { before: total(wakes.before, "wakesPerDay"), after: total(wakes.after, "wakesPerDay") },
    spareWakesPerDay: {
      before: total(wakes.before, "sparePerDay"),
      after: total(wakes.after, "sparePerDay"),
    },
  };
}

function accountWords({ resolved: { account } }: CompiledSchedules): Words {
  return new Map([
    ["plan", account.plan],
    ["cron triggers for this file", String(account.cronTriggers)],
  ]);
}

function triggerCount({ environments }: CompiledSchedules): number {
  return environments.reduce((sum, { triggers }) => sum + triggers.length, 0);
}

function leftWorkers(before: CompiledSchedules, after: CompiledSchedules): AccountPlan["left"] {
  const kept = new Set(after.environments.map(({ environment }) => environment.worker));
  const left = before.environments.filter(({ environment }) => !kept.has(environment.worker));
  return {
    workers: left.map(({ environment }) => environment.worker),
    triggers: left.reduce((sum, { triggers }) => sum + triggers.length, 0),
  };
}

function total(wakes: Wakes, key: keyof WakeCount): number {
  return [...wakes.values()].reduce((sum, each) => sum + each[key], 0);
}
