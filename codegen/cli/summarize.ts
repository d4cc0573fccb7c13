import type { Colors } from "picocolors/types.js";
import type { CompiledEnvironment, CompiledSchedules, Cost, Trigger } from "../compiled.ts";
import { describeCron, describeRule } from "../cron/describe-rule.ts";
import { planAllowances } from "../limits.ts";
import { costPerPeriod, countText, plannedDay } from "../passes/daily-cost.ts";
import type { WakeCount } from "../passes/count-wakes.ts";
import { isPlain } from "../passes/lower-to-utc.ts";
import { countWakes } from "../passes/count-wakes.ts";
import { wrapped } from "../text/wrap.ts";

/** More rows and names than these say no more to a reader. */
const maxTriggers = 20;
const maxJobs = 4;

/** A trigger and what its wakes come to. */
interface CountedTrigger extends Trigger, WakeCount {}

/** What came out, to read: each environment's triggers and the jobs that they wake, the budget, the files. */
export function summarize(
  { resolved, environments, cost }: CompiledSchedules,
  files: readonly { name: string; written: boolean }[],
  colors: Colors,
): string {
  const counted = environments.map((each) => ({
    ...each,
    triggers: countedTriggers(each, resolved.almanac),
  }));
  const all = counted.flatMap(({ triggers }) => triggers);
  const shown = counted.flatMap(({ triggers }) => triggers.slice(0, maxTriggers));
  const widths = [
    Math.max(0, ...shown.map(({ cron }) => cron.length)),
    Math.max(0, ...shown.map(({ cron }) => describeCron(cron).length)),
  ] as const;
  const fileWidth = Math.max(0, ...files.map(({ name }) => name.length));
  return [
    ...counted.map((each) => environmentText(each, widths, colors)),
    `${all.length} of the account's ${resolved.account.cronTriggers} cron triggers are used (plan: ${resolved.account.plan}). Times are UTC.`,
    ...[...spareText(all), costText(cost, resolved.account.plan)].flatMap((text) => wrapped(text, "")),
    ...files.map(
      ({ name, written }) =>
        `  ${name.padEnd(fileWidth)}  ${written ? colors.green("written") : colors.dim("unchanged")}`,
    ),
  ].join("\n");
}

function countedTriggers(
  { environment, triggers }: CompiledEnvironment,
  almanac: CompiledSchedules["resolved"]["almanac"],
): CountedTrigger[] {
  const rulesOf = new Map(environment.jobs.map(({ key, schedule }) => [key, schedule]));
  return triggers.map((trigger) => {
    const rules = trigger.jobs.flatMap((key) => rulesOf.get(key) ?? []);
    return { ...trigger, ...countWakes(trigger.cron, rules, almanac) };
  });
}

/** What the spare wakes come to; nothing where there are none. */
function spareText(triggers: readonly CountedTrigger[]): string[] {
  const spare = triggers.reduce((sum, { sparePerDay }) => sum + sparePerDay, 0);
  const wakes = triggers.reduce((sum, { wakesPerDay }) => sum + wakesPerDay, 0);
  if (spare === 0) return [];
  const each = rounded(wakes / (wakes - spare), 2);
  const ratio = each === "1" || spare === wakes ? "" : ` (${each} wakes for each that runs something)`;
  return [
    `${rounded(spare)} of ${rounded(wakes)} wakes a day are spare: nothing is due then, and the Worker runs nothing${ratio}.`,
  ];
}

/** What the ledger costs, beside what the plan holds. */
function costText(cost: Cost, plan: "free" | "paid"): string {
  const part = (key: "rowsWritten" | "objectRequests", what: string) => {
    const percent = (100 * costPerPeriod(cost, key, plan)) / planAllowances[plan][key];
    return `${countText(plannedDay(cost, plan)[key])} ${what} (${rounded(percent)} %)`;
  };
  const whole = plan === "free" ? "of the Free plan's daily limit" : "of what the Paid plan includes";
  return `The ledger costs at most ${part("rowsWritten", "rows written")} and ${part("objectRequests", "requests")} a day, ${whole}.`;
}

function environmentText(
  {
    environment,
    triggers,
  }: Pick<CompiledEnvironment, "environment"> & { readonly triggers: readonly CountedTrigger[] },
  [cronWidth, wordsWidth]: readonly [number, number],
  colors: Colors,
): string {
  const { name, worker, backend } = environment;
  const rows = triggers.slice(0, maxTriggers).map(({ cron, jobs, wakesPerDay, sparePerDay }) => {
    const spare =
      sparePerDay > 0
        ? colors.yellow(`  ${rounded(sparePerDay)} of ${rounded(wakesPerDay)} wakes a day are spare`)
        : "";
    return `  ${cron.padEnd(cronWidth)}  ${colors.dim(describeCron(cron).padEnd(wordsWidth))}  ${names(jobs)}${spare}`;
  });
  const more = triggers.length - rows.length;
  return [
    `${colors.bold(name)} ${colors.dim(`${worker} → ${backend}`)}`,
    ...(rows.length === 0 ? ["  no triggers: its jobs only run by hand"] : rows),
    ...(more > 0 ? [`  and ${more} more triggers`] : []),
    ...localTimes(environment, colors),
    "",
  ].join("\n");
}

/** Of the jobs that a trigger does not tell all about (a zone, a window), when they run by their own words. */
function localTimes({ jobs }: CompiledEnvironment["environment"], colors: Colors): string[] {
  const told = jobs.filter(
    ({ schedule, settings }) => settings.enabled && schedule.some((rule) => !isPlain(rule)),
  );
  const shown = told.slice(0, maxTriggers);
  const width = Math.max(0, ...shown.map(({ key }) => key.length));
  const more = told.length - shown.length;
  if (shown.length === 0) return [];
  return [
    colors.dim("  of these wakes run:"),
    ...shown.map(({ key, schedule }) => `    ${key.padEnd(width)}  ${schedule.map(describeRule).join("; ")}`),
    ...(more > 0 ? [`    and ${more} more: npm run next shows them`] : []),
  ];
}

function names(jobs: readonly string[]): string {
  const more = jobs.length - maxJobs;
  return `${jobs.slice(0, maxJobs).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A figure without digits that nobody reads. */
function rounded(value: number, digits = 1): string {
  return String(Number(value.toFixed(value < 0.1 ? 3 : digits)));
}
