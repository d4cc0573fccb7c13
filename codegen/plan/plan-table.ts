import { escaped, tableRow } from "./markdown.ts";
import type { EnvironmentPlan, Plan, SettingChange } from "./plan.ts";
import type { PlanRow } from "./plan-rows.ts";
import { planRows } from "./plan-rows.ts";
import { firstWords, maxLengthOf, pausedWords, runsWords, settingWords } from "./plan-words.ts";
import { fitting, listed } from "../text/wrap.ts";

const mostSettings = 10;
const mostNames = 4;
const maxValueLength = 120;

/** The table of a plan's comment, in at most so many bytes: what is left out is counted. */
export function planTable(plan: Plan, bytes: number): string[] {
  const rows = [
    ...plan.account.settings.map((each) =>
      tableRow(["**The account**", "", settingCell([each], "changed"), "", ""]),
    ),
    ...plan.environments.flatMap(environmentRow),
    ...planRows(plan).map((row) => jobRow(row, plan)),
  ];
  if (rows.length === 0) return [];
  const { lines, left } = fitting(rows, bytes);
  return [
    tableRow(["Job", "Where", "What changes", "Runs", "First difference"]),
    tableRow(["---", "---", "---", "---", "---"]),
    ...lines,
    ...(left > 0 ? [tableRow([`**and ${left} more**`, "", "`npm run plan` shows them", "", ""])] : []),
  ];
}

function environmentRow({ name, change, settings }: EnvironmentPlan): string[] {
  if (settings.length === 0 && change === "changed") return [];
  const title = change === "changed" ? "**The environment**" : `**The environment** ${change}`;
  return [tableRow([title, name, settingCell(settings, change), "", ""])];
}

function jobRow(row: PlanRow, plan: Plan): string {
  const { change, jobs, environments, settings, runs, pausedSince } = row;
  const since = pausedSince === null ? [] : [`was paused ${pausedWords(pausedSince, plan)}`];
  return tableRow([
    `${jobsCell(jobs)}${change === "changed" ? "" : `<br>**${change}**`}`,
    listed(environments, mostNames),
    [settingCell(settings, change), ...since].join("<br>"),
    runs ? runsWords(runs, plan, change) : change === "changed" ? "as before" : "",
    runs?.first ? firstWords(runs.first) : "",
  ]);
}

function jobsCell(jobs: PlanRow["jobs"]): string {
  const [only] = jobs;
  const keys = jobs.map(({ key }) => `\`${key}\``);
  if (jobs.length === 1 && only && only.name !== only.key)
    return `${escaped(only.name, 80)}<br>${keys.join()}`;
  return listed(keys, mostNames);
}

function settingCell(settings: readonly SettingChange[], change: PlanRow["change"]): string {
  const cell = settings.slice(0, mostSettings).map((each) => {
    const length = maxLengthOf(each.setting, maxValueLength);
    const shown = (value: string | null) => (value === null ? null : escaped(value, length));
    const words = settingWords({ ...each, before: shown(each.before), after: shown(each.after) }, change);
    return each.setting === "schedule" ? words : `${escaped(each.setting, 60)}: ${words}`;
  });
  const more = settings.length - mostSettings;
  return [...cell, ...(more > 0 ? [`and ${more} more settings`] : [])].join("<br>");
}
