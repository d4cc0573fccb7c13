import { describeCron } from "../cron/describe-rule.ts";
import { handoverWords } from "./handover-words.ts";
import { escaped, folded } from "./markdown.ts";
import type { Plan } from "./plan.ts";
import { planTable } from "./plan-table.ts";
import type { PlanLabels } from "./plan-words.ts";
import { accountWords, headline, stretchWords, triggersWords } from "./plan-words.ts";
import { zoneWords } from "./time-words.ts";
import { fitting } from "../text/wrap.ts";

/** GitHub takes a comment of 65,536 characters. These parts, in bytes, come to less than 60,000 with what is around them. */
const most = { dangers: 12_000, table: 26_000, triggers: 8000, handover: 6000, clocks: 2000 } as const;

/** A plan for the comment on a pull request: what to look at, one table, and the rest folded. At most 60,000 bytes. */
export function printPlanMarkdown(plan: Plan, { before, after }: PlanLabels): string {
  const sides = `${escaped(after)} beside ${escaped(before)}`;
  const parts = [
    [`### Schedules: ${headline(plan)}`],
    dangerLines(plan),
    planTable(plan, most.table),
    folded("Triggers and the account", triggerLines(plan)),
    folded("The half hour after the deploy", handoverLines(plan)),
    folded("When the clocks change", clockLines(plan)),
    [footLine(plan, sides)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function dangerLines({ dangers }: Plan): string[] {
  if (dangers.length === 0) return [];
  return [
    "> [!WARNING]",
    "> Look at this first.",
    ">",
    ...cut(
      dangers.map(({ text }) => `> - ${escaped(text, 400)}`),
      most.dangers,
      "> - ",
    ),
  ];
}

function triggerLines(plan: Plan): string[] {
  if (plan.environments.length === 0) return [];
  const lines = plan.environments.flatMap(({ name, change, triggers }) => {
    const crons = [
      ...triggers.removed.map((cron) => cronLine("goes", cron)),
      ...triggers.added.map((cron) => cronLine("comes", cron)),
    ];
    if (crons.length === 0) return [];
    return [`- ${name}: ${triggersWords({ change, triggers })}`, ...crons];
  });
  const account = plan.kind === "versions" ? ["", `In all ${accountWords(plan.account)}`] : [];
  return [...cut(lines, most.triggers, "- "), ...account];
}

function cronLine(sign: string, cron: string): string {
  return `  - ${sign}: \`${cron}\` ${describeCron(cron)}`;
}

function handoverLines(plan: Plan): string[] {
  const words = handoverWords(plan);
  if (!words) return [];
  const list = cut(
    words.environments.map((text) => `- ${text}`),
    most.handover,
    "- ",
  );
  return [...words.general, ...(words.general.length > 0 ? [""] : []), ...list];
}

function clockLines({ zones }: Plan): string[] {
  return cut(
    zones.map((each) => `- ${zoneWords(each)}`),
    most.clocks,
    "- ",
  );
}

/** No `<sub>`: GitHub gives it no height, so that a line that is wrapped lies on the one before. */
function footLine(plan: Plan, sides: string): string {
  const counted =
    plan.environments.length === 0 ? "" : ` Runs are counted over 13 months, ${stretchWords(plan)}.`;
  return `${sides}.${counted}`;
}

function cut(lines: readonly string[], bytes: number, lead: string): string[] {
  const { lines: kept, left } = fitting(lines, bytes);
  return [...kept, ...(left > 0 ? [`${lead}and ${left} more: \`npm run plan\` shows them`] : [])];
}
