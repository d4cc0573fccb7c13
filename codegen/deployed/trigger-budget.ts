import { planLimits } from "../limits.ts";
import { countOf } from "../text/count-of.ts";

/** What a deploy does to the cron triggers of an account. */
export interface TriggerBudget {
  readonly plan: keyof typeof planLimits;
  /** Triggers of the account's other Workers, most first. */
  readonly others: readonly { readonly worker: string; readonly count: number }[];
  readonly live: readonly string[];
  readonly wanted: readonly string[];
}

/**
 * Whether Cloudflare will take the triggers: `fits`; `trap` where the old ones and the new ones together are too many
 * though the new ones alone fit, as Cloudflare is known to count both while it replaces them; `over` where they don't fit.
 *
 * @see https://github.com/cloudflare/workers-sdk/issues/5998
 */
export function budgetVerdict(budget: TriggerBudget): "fits" | "trap" | "over" {
  const { plan, live, wanted } = budget;
  const limit = planLimits[plan].cronTriggers - othersCount(budget);
  if (wanted.length > limit) return "over";
  return live.length + addedTriggers(budget).length > limit ? "trap" : "fits";
}

/** The triggers that are not live yet. */
export function addedTriggers({ live, wanted }: Pick<TriggerBudget, "live" | "wanted">): string[] {
  return wanted.filter((cron) => !live.includes(cron));
}

/** The triggers that are live and stay: what is left when the others are removed first. */
export function keptTriggers({ live, wanted }: Pick<TriggerBudget, "live" | "wanted">): string[] {
  return live.filter((cron) => wanted.includes(cron));
}

/** `4 of this Worker and 3 of others (api 2, mail 1) are 7: the free plan has 5 cron triggers for an account`. */
export function budgetWords(budget: TriggerBudget): string {
  const { plan, others, wanted } = budget;
  const all = wanted.length + othersCount(budget);
  const names = others.map(({ worker, count }) => `${worker} ${count}`).join(", ");
  const of = names === "" ? "" : ` and ${othersCount(budget)} of others (${names}) are ${all}`;
  return `${countOf(wanted.length, "cron trigger")} of this Worker${of}: the ${plan} plan has ${planLimits[plan].cronTriggers} for an account`;
}

function othersCount({ others }: TriggerBudget): number {
  return others.reduce((sum, { count }) => sum + count, 0);
}
