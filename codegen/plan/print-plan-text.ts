import type { Colors } from "picocolors/types.js";
import { aligned } from "./aligned.ts";
import type { Line } from "./aligned.ts";
import { describeCron } from "../cron/describe-rule.ts";
import type { Plan } from "./plan.ts";
import { environmentLines, rowLines } from "./plan-text-rows.ts";
import { handoverWords } from "./handover-words.ts";
import { planRows } from "./plan-rows.ts";
import type { PlanLabels } from "./plan-words.ts";
import { accountWords, headline, settingWords, stretchWords, triggersWords } from "./plan-words.ts";
import { zoneWords } from "./time-words.ts";
import { wrapped } from "../text/wrap.ts";

const maxTriggers = 20;

/** A plan to read in a terminal. */
export function printPlanText(plan: Plan, { before, after }: PlanLabels, colors: Colors): string {
  const title = `${colors.bold(after)} beside ${colors.bold(before)}: ${headline(plan)}.`;
  const blocks = [
    [title],
    dangerLines(plan, colors),
    ...plan.environments.map((each) => environmentLines(each, colors)),
    ...planRows(plan).map((row) => rowLines(row, plan, colors)),
    accountLines(plan, colors),
    triggerLines(plan, colors),
    handoverLines(plan, colors),
    footLines(plan, colors),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function dangerLines({ dangers }: Plan, colors: Colors): string[] {
  if (dangers.length === 0) return [];
  const lines = dangers.flatMap(({ text }) => {
    const [first = "", ...rest] = wrapped(text, "    ");
    return [`  ${colors.yellow("!")} ${first.trimStart()}`, ...rest];
  });
  return [colors.bold("Look at this first"), ...lines];
}

function accountLines({ account }: Plan, colors: Colors): string[] {
  if (account.settings.length === 0) return [];
  return [
    colors.bold("account"),
    ...aligned(account.settings.map((each): Line => [each.setting, settingWords(each)])),
  ];
}

function triggerLines(plan: Plan, colors: Colors): string[] {
  const lines = plan.environments.flatMap(({ name, change, triggers }) => {
    const crons = [
      ...triggers.removed.map((cron) => `    ${colors.red("-")} ${cron}  ${colors.dim(describeCron(cron))}`),
      ...triggers.added.map((cron) => `    ${colors.green("+")} ${cron}  ${colors.dim(describeCron(cron))}`),
    ];
    if (crons.length === 0) return [];
    const more = crons.length - maxTriggers;
    return [
      `  ${name}: ${triggersWords({ change, triggers })}`,
      ...crons.slice(0, maxTriggers),
      ...(more > 0 ? [`    and ${more} more`] : []),
    ];
  });
  if (plan.environments.length === 0) return [];
  return [
    colors.bold("Triggers"),
    ...lines,
    ...(plan.kind === "versions" ? wrapped(`In all: ${accountWords(plan.account)}`, "  ") : []),
  ];
}

function handoverLines(plan: Plan, colors: Colors): string[] {
  const words = handoverWords(plan);
  if (!words) return [];
  const lines = [...words.general, ...words.environments].flatMap((text) => wrapped(text, "  "));
  return [colors.bold("The half hour after the deploy"), ...lines];
}

function footLines(plan: Plan, colors: Colors): string[] {
  if (plan.environments.length === 0) return [];
  return [
    `Runs are counted over 13 months, ${stretchWords(plan)}.`,
    ...plan.zones.map((each) => `The clocks of ${zoneWords(each)}.`),
  ].flatMap((text) => wrapped(text, "").map((line) => colors.dim(line)));
}
