import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompiledSchedules, DailyCost } from "../compiled.ts";
import { planAllowances } from "../limits.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfValue } from "../source/span.ts";
import { costPerPeriod, countText } from "./daily-cost.ts";

/** In words, what each figure of a day's cost counts. */
const costs: readonly { readonly key: keyof DailyCost; readonly what: string }[] = [
  { key: "rowsWritten", what: "rows written by the ledger" },
  { key: "objectRequests", what: "requests to the ledger" },
  { key: "workerRequests", what: "requests to Workers" },
];

/** Reports SCH406 (on some day more than the Free plan holds) and SCH407 (more than a month of the Paid plan includes). */
export function checkCost(document: SourceDocument, { resolved, cost }: CompiledSchedules): Diagnostic[] {
  const span = spanOfValue(document, ["account", "plan"]);
  const { plan } = resolved.account;
  return costs.flatMap(({ key, what }) => {
    const used = costPerPeriod(cost, key, plan);
    const allowed = planAllowances[plan][key];
    if (used <= allowed) return [];
    const isEachDay = countText(cost.average[key]) === countText(cost.busiest[key]);
    const when = plan === "free" && !isEachDay ? "on its busiest day" : `a ${planAllowances[plan].per}`;
    const counts = `this file costs about ${countText(used)} ${what} ${when}`;
    if (plan === "paid") {
      const message = `${counts}: the paid plan includes ${countText(allowed)}, and more is charged`;
      return [diagnostic("SCH407", span, message)];
    }
    const message = `${counts}: the free plan has ${countText(allowed)} for the whole account, and refuses more`;
    const hint = "run jobs less often, leave schedules out of some environments, or write `plan: paid`";
    return [diagnostic("SCH406", span, message, { hint })];
  });
}
