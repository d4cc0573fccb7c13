import type { Colors } from "picocolors/types.js";
import { aligned } from "./aligned.ts";
import type { Line } from "./aligned.ts";
import type { EnvironmentPlan, Plan, SettingChange } from "./plan.ts";
import type { PlanRow } from "./plan-rows.ts";
import { firstWords, maxLengthOf, pausedWords, runsWords, settingWords } from "./plan-words.ts";
import { clipped, listed } from "../text/wrap.ts";

const marks = { changed: "~", added: "+", removed: "-" } as const;
const maxNames = 4;
const maxValueLength = 160;
const maxNameLength = 80;

/** What an environment says beside its jobs; nothing where that is as before. */
export function environmentLines({ name, change, settings }: EnvironmentPlan, colors: Colors): string[] {
  if (settings.length === 0 && change === "changed") return [];
  const words = settings.map((each): Line => [each.setting, valueWords(each, change)]);
  return [`${mark(change, colors)} ${colors.bold(`environment ${name}`)}`, ...aligned(words)];
}

/** What happens to a job, or to several alike: a line for each setting, the runs and the first of them that differs. */
export function rowLines(row: PlanRow, plan: Plan, colors: Colors): string[] {
  const { change, jobs, environments, settings, runs, pausedSince } = row;
  const [only] = jobs;
  const isNamed = jobs.length === 1 && only && only.name !== only.key;
  const name = isNamed ? ` (${clipped(only.name, maxNameLength)})` : "";
  const keys = jobs.map(({ key }) => colors.bold(key));
  const words: Line[] = [
    ...settings.map((each): Line => [each.setting, valueWords(each, change)]),
    ...(pausedSince === null ? [] : [["was paused", pausedWords(pausedSince, plan)] as const]),
    ...(runs ? [["runs", runsWords(runs, plan, change)] as const] : []),
    ...(runs?.first ? [["first", firstWords(runs.first)] as const] : []),
  ];
  return [
    `${mark(change, colors)} ${listed(keys, maxNames)}${name} in ${listed(environments, maxNames)}`,
    ...aligned(words),
  ];
}

function valueWords(each: SettingChange, change: PlanRow["change"]): string {
  const length = maxLengthOf(each.setting, maxValueLength);
  const shown = (value: string | null) => (value === null ? null : clipped(value, length));
  return settingWords({ ...each, before: shown(each.before), after: shown(each.after) }, change);
}

function mark(change: PlanRow["change"], colors: Colors): string {
  const color = { changed: colors.yellow, added: colors.green, removed: colors.red }[change];
  return color(marks[change]);
}
