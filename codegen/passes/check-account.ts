import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompiledSchedules } from "../compiled.ts";
import { maxVarBytes, planLimits } from "../limits.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { environmentVars } from "./environment-vars.ts";

/** Reports SCH401 (too many triggers), SCH403 (too many vars and secrets), SCH404 (a var too long) and SCH405 (a budget over the plan's). */
export function checkAccount(document: SourceDocument, compiled: CompiledSchedules): Diagnostic[] {
  return [...checkBudget(document, compiled), ...checkVariables(document, compiled)];
}

function checkBudget(document: SourceDocument, { resolved, packing }: CompiledSchedules): Diagnostic[] {
  const { plan, cronTriggers } = resolved.account;
  const limit = planLimits[plan].cronTriggers;
  if (cronTriggers > limit) {
    const message = `the ${plan} plan has ${limit} cron triggers an account, fewer than ${cronTriggers}`;
    const span = spanOfValue(document, ["account", "cronTriggers"]);
    return [diagnostic("SCH405", span, message, { hint: `write at most ${limit}` })];
  }
  if (packing.ok) return [];
  const path: Path = hasBudget(document) ? ["account", "cronTriggers"] : ["account", "plan"];
  const message =
    `${packing.needed} environments have schedules, and each needs a cron trigger of its own: ` +
    `this file may use ${cronTriggers}`;
  const paid = plan === "free" ? ", or `plan: paid` (250 triggers)" : "";
  const hint = `leave schedules out of some environments, or allow ${packing.needed} triggers${paid}`;
  return [diagnostic("SCH401", spanOfValue(document, path), message, { hint })];
}

function hasBudget(document: SourceDocument): boolean {
  return spanOfKey(document, ["account", "cronTriggers"]).start !== spanOfKey(document, ["account"]).start;
}

function checkVariables(
  document: SourceDocument,
  { resolved, environments }: CompiledSchedules,
): Diagnostic[] {
  const limit = planLimits[resolved.account.plan].variables;
  return environments.flatMap(({ environment, secrets }) => {
    const path: Path = ["environments", environment.name];
    const count = Object.keys(environmentVars(environment)).length + secrets.length;
    const tooMany = `${count} vars and secrets are more than the ${limit} that a Worker of the ${resolved.account.plan} plan may have`;
    const tooLong = Object.entries(environment.vars).filter(
      ([, value]) => Buffer.byteLength(value) > maxVarBytes,
    );
    return [
      ...(count > limit
        ? [
            diagnostic("SCH403", spanOfKey(document, [...path, "vars"]), tooMany, {
              hint: "remove some of `vars`",
            }),
          ]
        : []),
      ...tooLong.map(([name]) =>
        diagnostic(
          "SCH404",
          spanOfKey(document, [...path, "vars", name]),
          `the var \`${name}\` is longer than the 5 KB that Cloudflare takes`,
          {
            hint: "keep long values in the code or in KV",
          },
        ),
      ),
    ];
  });
}
